package io.weir.node.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Frames of WebSockets, byte for byte (RFC 6455 §5.2), as texts of ISO-8859-1 like all that {@link WireClient} sends. */
public final class Frames {
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;

    private Frames() {}

    /** @param payload without its mask */
    public record Frame(int opcode, boolean fin, boolean masked, byte[] payload) {
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** The code of a Close frame; 1005 when it has none. */
        public int code() {
            return payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
        }
    }

    /** As servers send it. */
    public static String plain(int opcode, byte[] payload) {
        return frame(0x80 | opcode, payload, false);
    }

    public static String text(String payload) {
        return plain(TEXT, payload.getBytes(StandardCharsets.UTF_8));
    }

    /** As clients send it. */
    public static String masked(int opcode, byte[] payload) {
        return frame(0x80 | opcode, payload, true);
    }

    public static String maskedText(String payload) {
        return masked(TEXT, payload.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] code(int code) {
        return new byte[] {(byte) (code >> 8), (byte) code};
    }

    /** @param first the first byte: flags and opcode */
    public static String frame(int first, byte[] payload, boolean masked) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        int mark = masked ? 0x80 : 0;
        if (payload.length < 126) {
            out.write(mark | payload.length);
        } else if (payload.length < 0x10000) {
            out.write(mark | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        } else {
            out.write(mark | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) payload.length >> shift));
            }
        }
        byte[] mask = {1, 2, 3, 4};
        if (masked) {
            out.writeBytes(mask);
        }
        for (int i = 0; i < payload.length; i++) {
            out.write(masked ? payload[i] ^ mask[i & 3] : payload[i]);
        }
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    /** The next frame of the other side. */
    public static Frame read(Bytes in) throws IOException {
        byte[] head = bytes(in, 2);
        boolean masked = head[1] < 0;
        long length = head[1] & 0x7f;
        if (length >= 126) {
            length = number(bytes(in, length == 126 ? 2 : 8));
        }
        byte[] mask = masked ? bytes(in, 4) : new byte[4];
        byte[] payload = bytes(in, Math.toIntExact(length));
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
        return new Frame(head[0] & 0xf, head[0] < 0, masked, payload);
    }

    /** Where so many bytes come from. */
    public interface Bytes {
        String take(int count) throws IOException;
    }

    private static byte[] bytes(Bytes in, int count) throws IOException {
        return in.take(count).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static long number(byte[] bytes) {
        long number = 0;
        for (byte b : bytes) {
            number = number << 8 | b & 0xff;
        }
        return number;
    }
}
