package io.weir.node.filter.coding;

import io.weir.config.model.ContentCoding;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this machine can do: brotli and zstd have native parts, which not every system runs. */
final class Codings {
    private static final Logger LOG = LoggerFactory.getLogger(Codings.class);

    private Codings() {}

    static boolean isAvailable(ContentCoding coding) {
        return switch (coding) {
            case BROTLI -> BrotliCompressor.isAvailable();
            case ZSTD -> ZstdCompressor.isAvailable();
            case GZIP, DEFLATE -> true;
        };
    }

    /** Those of them that work here. A node that cannot do one does without, which its clients are not told otherwise. */
    static List<ContentCoding> available(String policy, List<ContentCoding> wanted) {
        for (ContentCoding coding : wanted) {
            if (!isAvailable(coding)) {
                LOG.warn(
                        "policy {} goes without {}: its native part does not run on this system",
                        policy,
                        coding.token());
            }
        }
        return wanted.stream().filter(Codings::isAvailable).toList();
    }

    static Compressor compressor(ContentCoding coding, int level) {
        return switch (coding) {
            case BROTLI -> new BrotliCompressor(level);
            case ZSTD -> new ZstdCompressor(level);
            case GZIP -> new GzipCompressor(level);
            case DEFLATE -> throw new IllegalArgumentException("nothing is compressed with deflate");
        };
    }

    static Decompressor decompressor(ContentCoding coding) {
        return switch (coding) {
            case BROTLI -> new BrotliDecompressor();
            case ZSTD -> new ZstdDecompressor();
            case GZIP -> new GzipDecompressor();
            case DEFLATE -> new DeflateDecompressor();
        };
    }
}
