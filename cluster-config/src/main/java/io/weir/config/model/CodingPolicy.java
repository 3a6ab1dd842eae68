package io.weir.config.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Bodies change their content coding on the way. */
public sealed interface CodingPolicy extends Policy {
    /**
     * Answers are compressed for clients that can have it.
     *
     * @param codings in the order that the gateway prefers
     * @param types media types in lower case: {@code type/subtype}, {@code type/*}, or {@code type/*+suffix}
     * @param leastBytes shorter answers, if they tell their length, are left alone
     * @param levels of each of {@code codings}, from 1 to {@link ContentCoding#mostLevel}
     */
    record Compress(
            String name,
            List<ContentCoding> codings,
            List<String> types,
            long leastBytes,
            Map<ContentCoding, Integer> levels)
            implements CodingPolicy {
        public static final List<ContentCoding> CODINGS =
                List.of(ContentCoding.BROTLI, ContentCoding.ZSTD, ContentCoding.GZIP);
        public static final long LEAST_BYTES = 1024;

        /** What is text by its nature. */
        public static final List<String> TYPES = List.of(
                "text/html",
                "text/css",
                "text/plain",
                "text/javascript",
                "text/xml",
                "text/csv",
                "text/markdown",
                "text/yaml",
                "application/json",
                "application/*+json",
                "application/javascript",
                "application/xml",
                "application/*+xml",
                "application/yaml",
                "application/x-ndjson",
                "application/wasm",
                "image/svg+xml",
                "font/ttf",
                "font/otf");

        public Compress {
            codings = List.copyOf(codings);
            types = List.copyOf(types);
            Map<ContentCoding, Integer> all = new EnumMap<>(ContentCoding.class);
            for (ContentCoding coding : codings) {
                all.put(coding, levels.getOrDefault(coding, coding.usualLevel()));
            }
            levels = Collections.unmodifiableMap(all);
        }
    }

    /**
     * Compressed bodies of requests are decoded: backends and other policies see them plain.
     *
     * @param codings that clients may use
     * @param mostBytes of the plain body
     * @param mostRatio of the plain body to what was sent, once it has a few kilobytes
     */
    record Decompress(String name, List<ContentCoding> codings, int mostBytes, int mostRatio) implements CodingPolicy {
        public static final List<ContentCoding> CODINGS = List.of(ContentCoding.values());
        public static final int MOST_BYTES = 1024 * 1024;
        public static final int MOST_RATIO = 100;

        public Decompress {
            codings = List.copyOf(codings);
        }
    }
}
