package io.weir.config.parse;

import io.weir.config.model.Credential;
import io.weir.config.model.Credential.Replay;
import io.weir.config.model.Credential.Signature;
import io.weir.config.model.SignatureAlgorithm;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads and writes {@code signature} of a policy. */
final class SignatureReader {
    private static final String COMPONENT =
            "@method, @target-uri, @authority, @scheme, @request-target, @path, @query or a field's name in lower case";
    private static final String ALGORITHM = "one of "
            + String.join(
                    ", ",
                    Signature.ALGORITHMS.stream().map(SignatureAlgorithm::word).toList());
    static final String BODY = "a size from 1B to 16MiB";
    private static final Set<String> DERIVED =
            Set.of("@method", "@target-uri", "@authority", "@scheme", "@request-target", "@path", "@query");
    private static final Pattern FIELDS = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]{1,200}");
    private static final Pattern KEYS = Pattern.compile("[a-z*][a-z0-9_.*-]{0,63}");
    private static final Pattern QUOTABLE = Pattern.compile("[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]{1,200}");
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration MOST_LEEWAY = Duration.ofMinutes(5);
    private static final int MOST_BODY_BYTES = 16 * 1024 * 1024;

    private SignatureReader() {}

    static Optional<Credential> read(Fields fields) {
        boolean needsNonce = fields.value("nonce", SignatureReader::nonce, "required or optional")
                .orElse(false);
        Signature signature = new Signature(
                listed(fields, "components", COMPONENT, SignatureReader::component, Signature.COMPONENTS),
                listed(fields, "algorithms", ALGORITHM, SignatureReader::algorithm, Signature.ALGORITHMS),
                fields.value("max-age", SignatureReader::age, "a duration from 1s to 24h")
                        .orElse(Signature.MAX_AGE),
                fields.value("leeway", SignatureReader::leeway, "a duration of at most 5m")
                        .orElse(Signature.LEEWAY),
                fields.value("tag", SignatureReader::quotable, "printable ASCII text"),
                fields.value("label", text -> matching(KEYS, text), "a label such as sig1"),
                needsNonce,
                fields.value("replay", text -> replay(text, List.of(Replay.values())), "allow, nonce or refuse")
                        .orElse(Replay.NONCE),
                fields.value("body", SignatureReader::body, BODY).orElse(Signature.MOST_BODY_BYTES));
        fields.end();
        return Optional.of(signature);
    }

    /** The field's words; what is usual if it is not there. */
    static <T> List<T> listed(
            Fields fields, String field, String expected, Function<String, Optional<T>> parse, List<T> usual) {
        List<T> words = fields.words(field, expected, parse);
        if (fields.has(field) && words.isEmpty()) {
            fields.mistake(field, "names none", expected);
        }
        return fields.has(field) ? words : usual;
    }

    private static Optional<String> component(String text) {
        return DERIVED.contains(text) ? Optional.of(text) : fieldName(text);
    }

    /** In lower case, as what is signed has it. */
    static Optional<String> fieldName(String text) {
        return matching(FIELDS, text);
    }

    private static Optional<SignatureAlgorithm> algorithm(String text) {
        return SignatureAlgorithm.of(text).filter(Signature.ALGORITHMS::contains);
    }

    private static Optional<Boolean> nonce(String text) {
        return switch (text) {
            case "required" -> Optional.of(true);
            case "optional" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    static Optional<Duration> age(String text) {
        return Units.duration(text).filter(age -> age.toSeconds() >= 1 && age.compareTo(LONGEST) <= 0);
    }

    private static Optional<Duration> leeway(String text) {
        return Units.duration(text).filter(leeway -> leeway.compareTo(MOST_LEEWAY) <= 0);
    }

    static Optional<Replay> replay(String text, List<Replay> possible) {
        return possible.stream()
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }

    static Optional<Integer> body(String text) {
        return Units.size(text).stream()
                .filter(size -> size >= 1 && size <= MOST_BODY_BYTES)
                .mapToObj(size -> (int) size)
                .findFirst();
    }

    /** What can stand between quotes without an escape. */
    static Optional<String> quotable(String text) {
        return matching(QUOTABLE, text);
    }

    private static Optional<String> matching(Pattern pattern, String text) {
        return pattern.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    static Shape shape(Signature signature) {
        return new Shape()
                .putUnless("components", signature.components(), Signature.COMPONENTS, words -> words)
                .putUnless("algorithms", signature.algorithms(), Signature.ALGORITHMS, SignatureReader::words)
                .putUnless("max-age", signature.maxAge(), Signature.MAX_AGE, Units::duration)
                .putUnless("leeway", signature.leeway(), Signature.LEEWAY, Units::duration)
                .putIfPresent("tag", signature.tag(), tag -> tag)
                .putIfPresent("label", signature.label(), label -> label)
                .putUnless("nonce", signature.needsNonce(), false, needed -> "required")
                .putUnless("replay", signature.replay(), Replay.NONCE, SignatureReader::word)
                .putUnless("body", (long) signature.mostBodyBytes(), (long) Signature.MOST_BODY_BYTES, Units::size);
    }

    static Object words(List<SignatureAlgorithm> algorithms) {
        return algorithms.stream().map(SignatureAlgorithm::word).toList();
    }

    static Object word(Replay replay) {
        return replay.name().toLowerCase(Locale.ROOT);
    }
}
