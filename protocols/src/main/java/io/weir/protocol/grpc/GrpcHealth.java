package io.weir.protocol.grpc;

import java.nio.charset.StandardCharsets;

/** The two messages by which a server is asked how it is ({@code grpc.health.v1}). */
public final class GrpcHealth {
    public static final String PATH = "/grpc.health.v1.Health/Check";

    private static final int SERVICE = 1 << 3 | 2;
    private static final int STATUS = 1 << 3;
    private static final int SERVING = 1;
    private static final long MALFORMED = -1;

    private GrpcHealth() {}

    /** A {@code HealthCheckRequest} in its frame; an empty name asks about the server as a whole. */
    public static byte[] request(String service) {
        byte[] name = service.getBytes(StandardCharsets.UTF_8);
        if (name.length == 0) {
            return GrpcFrames.frame(0, name);
        }
        int lengthBytes = name.length < 128 ? 1 : 2; // names are no longer than two can say
        byte[] message = new byte[1 + lengthBytes + name.length];
        message[0] = SERVICE;
        message[1] = (byte) (name.length & 0x7f | (lengthBytes == 2 ? 0x80 : 0));
        if (lengthBytes == 2) {
            message[2] = (byte) (name.length >>> 7);
        }
        System.arraycopy(name, 0, message, 1 + lengthBytes, name.length);
        return GrpcFrames.frame(0, message);
    }

    /** Whether a {@code HealthCheckResponse} says SERVING; what cannot be read does not. */
    public static boolean isServing(byte[] message) {
        Cursor at = new Cursor(message);
        long status = 0;
        while (at.hasMore()) {
            long tag = at.number();
            if (tag == STATUS) {
                status = at.number();
            } else if (tag == MALFORMED || !at.skip((int) (tag & 7))) {
                return false;
            }
        }
        return status == SERVING;
    }

    /** Reads the wire format of protocol buffers, as much as it takes to step over what is not known. */
    private static final class Cursor {
        private static final int LONGEST_NUMBER = 10;

        private final byte[] bytes;
        private int at;

        Cursor(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean hasMore() {
            return at < bytes.length;
        }

        long number() {
            long value = 0;
            for (int i = 0; i < LONGEST_NUMBER && at < bytes.length; i++) {
                byte b = bytes[at++];
                value |= (b & 0x7fL) << 7 * i;
                if (b >= 0) {
                    return value;
                }
            }
            return MALFORMED;
        }

        boolean skip(int type) {
            long count =
                    switch (type) {
                        case 0 -> number() == MALFORMED ? MALFORMED : 0;
                        case 1 -> 8;
                        case 2 -> number();
                        case 5 -> 4;
                        default -> MALFORMED;
                    };
            if (count < 0 || count > bytes.length - at) {
                return false;
            }
            at += (int) count;
            return true;
        }
    }
}
