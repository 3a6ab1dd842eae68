package io.weir.node.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A frame of HTTP/2 (RFC 9113 §4.1) as a test sees it.
 *
 * @param fields of HEADERS, in their order; empty for other frames
 */
public record Frame(int type, int flags, int stream, byte[] payload, List<Map.Entry<String, String>> fields) {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int PRIORITY = 2;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PUSH_PROMISE = 5;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int ACK = 1;
    public static final int END_HEADERS = 4;
    public static final int PADDED = 8;
    public static final int WITH_PRIORITY = 32;

    private static final String[] NAMES = {
        "DATA",
        "HEADERS",
        "PRIORITY",
        "RST_STREAM",
        "SETTINGS",
        "PUSH_PROMISE",
        "PING",
        "GOAWAY",
        "WINDOW_UPDATE",
        "CONTINUATION"
    };

    public boolean isEnd() {
        return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }

    public boolean isAck() {
        return (flags & ACK) != 0;
    }

    /** The error code of RST_STREAM or GOAWAY. */
    public Http2Code code() {
        return Http2Code.of(number(type == GOAWAY ? 4 : 0));
    }

    /** The last stream of GOAWAY, the increment of WINDOW_UPDATE. */
    public int first() {
        return number(0);
    }

    /** A setting's value. */
    public Optional<Integer> setting(int id) {
        for (int at = 0; at + 6 <= payload.length; at += 6) {
            if ((payload[at] & 0xff) << 8 + (payload[at + 1] & 0xff) == id || (payload[at + 1] & 0xff) == id) {
                return Optional.of(number(at + 2));
            }
        }
        return Optional.empty();
    }

    private int number(int at) {
        return (payload[at] & 0xff) << 24
                | (payload[at + 1] & 0xff) << 16
                | (payload[at + 2] & 0xff) << 8
                | payload[at + 3] & 0xff;
    }

    /** The first value of a field. */
    public Optional<String> field(String name) {
        return fields.stream()
                .filter(field -> field.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    @Override
    public String toString() {
        String name = type < NAMES.length ? NAMES[type] : "frame " + type;
        String more = type == RST_STREAM || type == GOAWAY ? " " + code() : "";
        return name + more + " on " + stream + ", flags " + flags + ", " + payload.length + " bytes " + fields;
    }
}
