package io.weir.node.filter.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import io.weir.config.model.ContentCoding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/** Compresses as others do. */
final class Packed {
    static {
        Brotli4jLoader.ensureAvailability();
    }

    private Packed() {}

    static byte[] of(ContentCoding coding, byte[] plain) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            switch (coding) {
                case GZIP -> {
                    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                        gzip.write(plain);
                    }
                }
                case DEFLATE -> {
                    try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
                        zlib.write(plain);
                    }
                }
                case BROTLI -> out.writeBytes(Encoder.compress(plain, Encoder.Parameters.create(5)));
                case ZSTD -> out.writeBytes(Zstd.compress(plain));
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
