package io.weir.config.model;

import java.util.Optional;

/** What compresses bodies (RFC 9110 §8.4.1, RFC 7932, RFC 9659). */
public enum ContentCoding {
    BROTLI("br", 4, 8),
    ZSTD("zstd", 3, 9),
    GZIP("gzip", 5, 9),
    /** Only what comes is decoded: half of the world takes it for zlib's format, the other half for none. */
    DEFLATE("deflate", 0, 0);

    private final String token;
    private final int level;
    private final int most;

    ContentCoding(String token, int level, int most) {
        this.token = token;
        this.level = level;
        this.most = most;
    }

    /** As {@code Content-Encoding} has it. */
    public String token() {
        return token;
    }

    /** From 1 to {@link #mostLevel}, where nothing else is said: what costs little for what it saves. */
    public int usualLevel() {
        return level;
    }

    /** More would take too long while others wait; 0: nothing is compressed with it. */
    public int mostLevel() {
        return most;
    }

    /** In lower case; {@code x-gzip} is the same as {@code gzip}. */
    public static Optional<ContentCoding> of(String lower) {
        for (ContentCoding coding : values()) {
            if (coding.token.equals(lower)) {
                return Optional.of(coding);
            }
        }
        return lower.equals("x-gzip") ? Optional.of(GZIP) : Optional.empty();
    }
}
