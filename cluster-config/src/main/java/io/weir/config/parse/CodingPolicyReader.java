package io.weir.config.parse;

import io.weir.config.model.CodingPolicy;
import io.weir.config.model.CodingPolicy.Compress;
import io.weir.config.model.CodingPolicy.Decompress;
import io.weir.config.model.ContentCoding;
import io.weir.config.model.Policy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code compress} and {@code decompress}, and how they are written. */
final class CodingPolicyReader {
    static final List<String> KINDS = List.of("compress", "decompress");

    private static final String ENCODINGS = "br, zstd or gzip";
    private static final String TYPE = "a media type such as application/json, text/* or application/*+json";
    private static final String LEVEL = "a mapping such as { gzip: 5, br: 4 }";
    private static final String TOKEN = "[a-z0-9][a-z0-9!#$&^_.-]{0,60}";
    private static final Pattern MEDIA =
            Pattern.compile(TOKEN + "/(?:\\*|(?:\\*\\+)?" + TOKEN + "(?:\\+" + TOKEN + ")*)");
    private static final long MOST_LEAST = 1 << 30;
    private static final long LEAST_SIZE = 1024;
    private static final long MOST_SIZE = 256 << 20;
    private static final int MOST_RATIO = 100_000;

    private CodingPolicyReader() {}

    /** Empty when the policy is none of these. */
    static Optional<Policy> read(String name, Fields fields) {
        Optional<Policy> compress =
                fields.child("compress", "a mapping, {} with the defaults").map(policy -> compress(name, policy));
        Optional<Policy> decompress =
                fields.child("decompress", "a mapping, {} with the defaults").map(policy -> decompress(name, policy));
        return compress.or(() -> decompress);
    }

    private static Policy compress(String name, Fields fields) {
        List<ContentCoding> codings = fields.has("encodings")
                ? fields.words("encodings", ENCODINGS, CodingPolicyReader::compressing)
                : Compress.CODINGS;
        List<String> types =
                fields.has("types") ? fields.words("types", TYPE, CodingPolicyReader::mediaType) : Compress.TYPES;
        Compress compress = new Compress(
                name,
                codings,
                types,
                Numbers.size(fields, "min-size", Compress.LEAST_BYTES, 0, MOST_LEAST),
                fields.child("level", LEVEL).map(of -> levels(of, codings)).orElse(Map.of()));
        once(fields, "encodings", codings);
        some(fields, "types", types);
        fields.end();
        return compress;
    }

    private static Map<ContentCoding, Integer> levels(Fields fields, List<ContentCoding> codings) {
        Map<ContentCoding, Integer> levels = new EnumMap<>(ContentCoding.class);
        for (ContentCoding coding : Compress.CODINGS) {
            String field = coding.token();
            if (!fields.has(field)) {
                continue;
            }
            levels.put(coding, Numbers.integer(fields, field, coding.usualLevel(), 1, coding.mostLevel()));
            if (!codings.contains(coding)) {
                fields.mistake(field, "is none of encodings", "levels of what is in encodings");
            }
        }
        fields.end();
        return levels;
    }

    private static Policy decompress(String name, Fields fields) {
        List<ContentCoding> codings = fields.has("encodings")
                ? fields.words("encodings", "gzip, deflate, br or zstd", ContentCoding::of)
                : Decompress.CODINGS;
        Decompress decompress = new Decompress(
                name,
                codings,
                (int) Numbers.size(fields, "max-size", Decompress.MOST_BYTES, LEAST_SIZE, MOST_SIZE),
                Numbers.integer(fields, "max-ratio", Decompress.MOST_RATIO, 2, MOST_RATIO));
        once(fields, "encodings", codings);
        fields.end();
        return decompress;
    }

    private static void once(Fields fields, String field, List<ContentCoding> codings) {
        some(fields, field, codings);
        if (codings.stream().distinct().count() != codings.size()) {
            fields.mistake(field, "has an encoding twice", "each once");
        }
    }

    private static void some(Fields fields, String field, List<?> all) {
        if (fields.isEmptyList(field) && all.isEmpty()) {
            fields.mistake(field, "has nothing in it", "at least one, or no such field for the usual ones");
        }
    }

    private static Optional<ContentCoding> compressing(String text) {
        return ContentCoding.of(text).filter(coding -> coding.mostLevel() > 0);
    }

    private static Optional<String> mediaType(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return Optional.of(lower).filter(type -> MEDIA.matcher(type).matches());
    }

    /** Puts the rule's one field into {@code shape}. */
    static void put(Shape shape, CodingPolicy policy) {
        if (policy instanceof Compress compress) {
            shape.put("compress", compress(compress).fields());
        } else if (policy instanceof Decompress decompress) {
            shape.put("decompress", decompress(decompress).fields());
        }
    }

    private static Shape compress(Compress policy) {
        Shape levels = new Shape();
        policy.levels().forEach((coding, level) -> levels.putUnless(coding.token(), level, coding.usualLevel()));
        return new Shape()
                .putUnless("encodings", policy.codings(), Compress.CODINGS, CodingPolicyReader::tokens)
                .putUnless("types", policy.types(), Compress.TYPES, types -> types)
                .putUnless("min-size", policy.leastBytes(), Compress.LEAST_BYTES, Units::size)
                .putShape("level", levels);
    }

    private static Shape decompress(Decompress policy) {
        return new Shape()
                .putUnless("encodings", policy.codings(), Decompress.CODINGS, CodingPolicyReader::tokens)
                .putUnless("max-size", (long) policy.mostBytes(), (long) Decompress.MOST_BYTES, Units::size)
                .putUnless("max-ratio", policy.mostRatio(), Decompress.MOST_RATIO);
    }

    private static List<String> tokens(List<ContentCoding> codings) {
        List<String> tokens = new ArrayList<>();
        codings.forEach(coding -> tokens.add(coding.token()));
        return tokens;
    }
}
