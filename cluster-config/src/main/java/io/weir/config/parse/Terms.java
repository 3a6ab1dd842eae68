package io.weir.config.parse;

import io.weir.config.model.HostPort;
import io.weir.config.model.RequestKey;
import io.weir.config.model.SecretRef;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The small grammars of the document: each reads a word, or answers empty. The constants say what is expected. */
final class Terms {
    static final String SCOPE = "a scope (visible ASCII without quotes or backslashes)";
    static final String NAME = "a name of letters, digits, '.', '_' or '-', at most 100";
    static final String ADDRESS = "host:port, e.g. 10.0.0.11:9001 or [::1]:9001";
    static final String HOST = "a host such as api.example.com or *.example.com, without a port";
    static final String METHOD = "a request method in capitals, e.g. GET";
    static final String FIELD = "a header field name, e.g. X-Api-Key";
    static final String VALUE = "printable ASCII text";
    static final String NETWORK = "an address or network, e.g. 10.0.0.0/8 or ::1";
    static final String DATE = "a date, e.g. 2027-01-31";
    static final String INSTANT = "a date or a time in UTC, e.g. 2027-01-31 or 2027-01-31T12:00:00Z";
    static final String KEY = "consumer, address, route, header:NAME, query:NAME, path:PARAMETER or claim:NAME";
    static final String SECRET = "file:PATH or env:NAME";
    static final String TRUTH = "true or false";

    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    /** RFC 6749 §3.3. */
    private static final Pattern SCOPES = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,200}");

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}");
    private static final Pattern METHODS = Pattern.compile("[A-Z][A-Z-]{0,31}");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?");
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e\\t]*[\\x21-\\x7e])?");
    private static final Pattern QUERY_NAME = Pattern.compile("[A-Za-z0-9._~!$'()*,;:@/-]{1,100}");
    private static final Pattern VARIABLE = Pattern.compile("env:[A-Za-z_][A-Za-z0-9_]{0,199}");
    private static final Pattern CLAIMS = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final Pattern MEDIA_WORDS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9!#$&^_.+/-]{0,99}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /** Fields that belong to one connection or that frame the message: no rule may touch them. */
    private static final Set<String> UNTOUCHABLE = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "host",
            "content-length",
            "expect");

    private Terms() {}

    private static Optional<String> matching(Pattern pattern, String text) {
        return pattern.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    /** Events per second, above 0. */
    static Optional<Double> rate(String text, double fastest) {
        return Units.rate(text).stream()
                .filter(rate -> rate > 0 && rate <= fastest)
                .boxed()
                .findFirst();
    }

    /** The one of {@code values} that the document spells so. */
    static <T> Optional<T> oneOf(T[] values, Function<T, String> spell, String text) {
        return Arrays.stream(values)
                .filter(one -> spell.apply(one).equals(text))
                .findFirst();
    }

    static Optional<String> scope(String text) {
        return matching(SCOPES, text);
    }

    static Optional<String> name(String text) {
        return matching(NAMES, text);
    }

    static Optional<String> any(String text) {
        return Optional.of(text);
    }

    static Optional<String> method(String text) {
        return matching(METHODS, text);
    }

    static Optional<String> field(String text) {
        return matching(TOKEN, text);
    }

    static Optional<String> queryName(String text) {
        return matching(QUERY_NAME, text);
    }

    /** A field value; empty text is one. */
    static Optional<String> fieldValue(String text) {
        return text.isEmpty() ? Optional.of(text) : matching(VISIBLE, text);
    }

    /** A field value that is not empty. */
    static Optional<String> fieldText(String text) {
        return matching(VISIBLE, text).filter(value -> value.length() <= 1000);
    }

    static Optional<String> claim(String text) {
        return matching(CLAIMS, text);
    }

    /** A media type or its second half. */
    static Optional<String> mediaWord(String text) {
        return matching(MEDIA_WORDS, text);
    }

    static Optional<String> sha256(String text) {
        return matching(SHA256, text.toLowerCase(Locale.ROOT));
    }

    /** Whether a rule may set, add or remove the field. */
    static boolean mayEdit(String field) {
        return !UNTOUCHABLE.contains(field.toLowerCase(Locale.ROOT));
    }

    static Optional<SecretRef> secretRef(String text) {
        if (text.startsWith("file:") && text.length() > 5 && text.indexOf('\0') < 0) {
            return Optional.of(new SecretRef(SecretRef.Kind.FILE, text.substring(5)));
        }
        return matching(VARIABLE, text).map(found -> new SecretRef(SecretRef.Kind.ENV, found.substring(4)));
    }

    static Optional<Boolean> truth(String text) {
        return switch (text) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    static Optional<Integer> integer(String text, int from, int to) {
        try {
            int value = Integer.parseInt(text);
            return value >= from && value <= to ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A day begins at midnight, UTC. */
    static Optional<Instant> instant(String text) {
        try {
            return Optional.of(
                    text.length() == 10
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** An exact or wildcard host of a match, in lower case. */
    static Optional<String> hostPattern(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        if (host.startsWith("*.")) {
            return isName(host.substring(2)) ? Optional.of(host) : Optional.empty();
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        boolean good = bracketed ? Addresses.isV6(host.substring(1, host.length() - 1)) : isName(host);
        return good ? Optional.of(host) : Optional.empty();
    }

    /** A DNS name or an IPv4 address. */
    private static boolean isName(String host) {
        if (host.isEmpty() || host.length() > 253) {
            return false;
        }
        for (String label : host.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        boolean numeric = host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        return !numeric || Addresses.isV4(host);
    }

    /** @param lowestPort 0 where the system may choose, else 1 */
    static Optional<HostPort> hostPort(String text, int lowestPort) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            return Optional.empty();
        }
        Optional<Integer> port = integer(text.substring(colon + 1), lowestPort, 65_535);
        String host = text.substring(0, colon).toLowerCase(Locale.ROOT);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String bare = bracketed ? host.substring(1, host.length() - 1) : host;
        boolean good = bracketed ? Addresses.isV6(bare) : isName(bare);
        return good ? port.map(number -> new HostPort(bare, number)) : Optional.empty();
    }

    /** An address or CIDR network, as written. */
    static Optional<String> network(String text) {
        return Addresses.isNetwork(text) ? Optional.of(text.toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    static Optional<RequestKey> requestKey(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            return switch (text) {
                case "consumer" -> Optional.of(new RequestKey(RequestKey.Kind.CONSUMER, ""));
                case "address" -> Optional.of(new RequestKey(RequestKey.Kind.ADDRESS, ""));
                case "route" -> Optional.of(new RequestKey(RequestKey.Kind.ROUTE, ""));
                default -> Optional.empty();
            };
        }
        String name = text.substring(colon + 1);
        return switch (text.substring(0, colon)) {
            case "header" -> field(name).map(field -> new RequestKey(RequestKey.Kind.HEADER, field));
            case "query" -> queryName(name).map(query -> new RequestKey(RequestKey.Kind.QUERY, query));
            case "path" ->
                PathPattern.parameterName(name).map(parameter -> new RequestKey(RequestKey.Kind.PATH, parameter));
            case "claim" -> claim(name).map(claim -> new RequestKey(RequestKey.Kind.CLAIM, claim));
            default -> Optional.empty();
        };
    }
}
