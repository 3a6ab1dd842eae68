package io.weir.node.filter.coding;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** Decodes as others do. */
final class Plain {
    private Plain() {}

    /** @param body each character a byte */
    static String of(String coding, String body) {
        return new String(of(coding, body.getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.ISO_8859_1);
    }

    static byte[] of(String coding, byte[] body) {
        if (coding.equals("br")) {
            return ofBrotli(body);
        }
        try (InputStream in = stream(coding, body)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What can be read of a body that is not complete. */
    static String beginning(String coding, String body) {
        if (coding.equals("br")) {
            return beginningOfBrotli(body.getBytes(StandardCharsets.ISO_8859_1));
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (InputStream in = stream(coding, body.getBytes(StandardCharsets.ISO_8859_1))) {
            byte[] one = new byte[1];
            while (in.read(one) > 0) {
                all.write(one[0]);
            }
        } catch (IOException e) {
            // it ends here
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    /** The library's own stream gives nothing that does not end, and takes long copies for an end (brotli4j 1.23). */
    private static String beginningOfBrotli(byte[] body) {
        return new String(brotli(body, false), StandardCharsets.ISO_8859_1);
    }

    private static byte[] ofBrotli(byte[] body) {
        return brotli(body, true);
    }

    private static byte[] brotli(byte[] body, boolean whole) {
        try (BrotliDecompressor decoder = new BrotliDecompressor()) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            decoder.give(body);
            for (byte[] piece = decoder.next(); piece.length > 0; piece = decoder.next()) {
                all.writeBytes(piece);
            }
            if (whole && !decoder.isComplete()) {
                throw new IllegalArgumentException("it does not end");
            }
            return all.toByteArray();
        } catch (BadCoding e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static InputStream stream(String coding, byte[] body) throws IOException {
        InputStream in = new ByteArrayInputStream(body);
        return switch (coding) {
            case "gzip" -> new GZIPInputStream(in, 1);
            case "zstd" -> new ZstdInputStream(in);
            case "deflate" -> new InflaterInputStream(in);
            default -> throw new IllegalArgumentException(coding);
        };
    }
}
