package io.weir.protocol.http;

import org.jspecify.annotations.Nullable;

/**
 * The head of a backend's answer, read from bytes (RFC 9112 §4). As strict as with requests: what a client would read
 * otherwise than the gateway is refused. Reused; one thread.
 */
public final class ParsedResponse {
    /** {@link #parse} needs more bytes. */
    public static final int MORE = 0;

    /** The head is malformed. */
    public static final int BAD = -1;

    private static final byte[] VERSION = Octets.ascii("HTTP/1.");
    private static final int REASON = 13;

    private final FieldTable fields = new FieldTable();
    private byte[] buffer = new byte[0];
    private int status;
    private int reasonStart;
    private int reasonEnd;
    private boolean http10;
    private @Nullable HeadFault fault;

    /** Reads {@code bytes[0, limit)} from its start; answers where the head ends, {@link #MORE} or {@link #BAD}. */
    public int parse(byte[] bytes, int limit) {
        buffer = bytes;
        fields.clear(bytes);
        int line = 0;
        for (int i = 0; i < limit; i++) {
            if (bytes[i] == '\n') {
                if (i == line || bytes[i - 1] != '\r') {
                    return bad(HeadFault.BARE_LINE_FEED);
                }
                int end = i - 1;
                if (end == line && line > 0) {
                    fields.endAt(line);
                    // HTTP/1.0 has no transfer codings: its framing is then in doubt (RFC 9112 §6.1).
                    return http10 && fields.chunked() ? bad(HeadFault.BAD_CODING) : i + 1;
                }
                fault = line == 0 ? statusLine(end) : fields.add(line, end);
                if (fault != null) {
                    return BAD;
                }
                line = i + 1;
            }
        }
        return MORE;
    }

    private int bad(HeadFault reason) {
        fault = reason;
        return BAD;
    }

    private @Nullable HeadFault statusLine(int end) {
        byte[] bytes = buffer;
        if (end < REASON - 1 || bytes[8] != ' ' || end > REASON - 1 && bytes[12] != ' ') {
            return HeadFault.BAD_STATUS_LINE;
        }
        for (int i = 0; i < VERSION.length; i++) {
            if (bytes[i] != VERSION[i]) {
                return HeadFault.BAD_STATUS_LINE;
            }
        }
        status = 0;
        for (int i = 9; i < 12; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return HeadFault.BAD_STATUS_LINE;
            }
            status = status * 10 + digit;
        }
        http10 = bytes[7] == '0';
        boolean known = http10 || bytes[7] == '1';
        reasonStart = Math.min(REASON, end);
        reasonEnd = end;
        for (int i = reasonStart; i < reasonEnd; i++) {
            if (!Octets.isValue(bytes[i])) {
                return HeadFault.BAD_STATUS_LINE;
            }
        }
        return !known || status < 100 || status > 599 ? HeadFault.BAD_STATUS_LINE : null;
    }

    /** What was wrong, after {@link #BAD}. */
    public @Nullable HeadFault fault() {
        return fault;
    }

    public byte[] buffer() {
        return buffer;
    }

    public FieldTable fields() {
        return fields;
    }

    /** 100 to 599. */
    public int status() {
        return status;
    }

    /** Start of the reason phrase, which may be empty. */
    public int reasonStart() {
        return reasonStart;
    }

    public int reasonEnd() {
        return reasonEnd;
    }

    /** Whether the backend keeps the connection, as far as this answer says. */
    public boolean keepsConnection() {
        return http10 ? fields.keepAlive() && !fields.close() : !fields.close();
    }
}
