package io.weir.protocol.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The opening handshake of a WebSocket (RFC 6455 §4), as somebody between its two ends has to see it. */
public final class WebSocketHandshake {
    /** What both sides say of the connection when they upgrade it; whole lines. */
    public static final String UPGRADE_LINES = "Connection: Upgrade\r\nUpgrade: websocket\r\n";

    private static final byte[] WEBSOCKET = Octets.ascii("websocket");
    private static final byte[] VERSION = Octets.ascii("sec-websocket-version");
    private static final byte[] KEY = Octets.ascii("sec-websocket-key");
    private static final byte[] ACCEPT = Octets.ascii("sec-websocket-accept");
    private static final byte[] SPOKEN = Octets.ascii("13");
    private static final byte[] MAGIC = Octets.ascii("258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
    /** 16 bytes in base64. */
    private static final int KEY_LENGTH = 24;

    private static final int MISSING = -1;
    private static final int TWICE = -2;

    private WebSocketHandshake() {}

    /** What is wrong with a client's half. */
    public enum Fault {
        METHOD("A WebSocket begins with GET"),
        BODY("A WebSocket begins without a body"),
        VERSION("Sec-WebSocket-Version is not 13"),
        KEY("Sec-WebSocket-Key is not one value of 16 bytes in base64");

        private final String text;

        Fault(String text) {
            this.text = text;
        }

        /** One sentence. */
        public String text() {
            return text;
        }
    }

    /** Whether the client wants to go on with a WebSocket; HTTP/1.0 cannot ask for it (RFC 9110 §7.8). */
    public static boolean isAsked(ParsedRequest request) {
        FieldTable fields = request.fields();
        return fields.upgrade() >= 0
                && fields.asksUpgrade()
                && !request.http10()
                && namesWebSocket(request.buffer(), fields);
    }

    private static boolean namesWebSocket(byte[] buffer, FieldTable fields) {
        for (int field = 0; field < fields.count(); field++) {
            if (fields.known(field) == KnownField.UPGRADE
                    && lists(buffer, fields.valueStart(field), fields.valueEnd(field))) {
                return true;
            }
        }
        return false;
    }

    private static boolean lists(byte[] buffer, int start, int end) {
        int from = start;
        while (from < end) {
            int to = from;
            while (to < end && buffer[to] != ',' && buffer[to] != ' ' && buffer[to] != '\t') {
                to++;
            }
            if (Octets.same(buffer, from, to, WEBSOCKET)) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }

    /** RFC 6455 §4.2.1; null when it is good. */
    public static @Nullable Fault fault(ParsedRequest request) {
        FieldTable fields = request.fields();
        if (request.method() != Method.GET) {
            return Fault.METHOD;
        }
        if (fields.chunked() || fields.contentLength() > 0) {
            return Fault.BODY;
        }
        int version = only(request.buffer(), fields, VERSION);
        if (version < 0 || !fields.valueIs(version, SPOKEN)) {
            return Fault.VERSION;
        }
        int key = only(request.buffer(), fields, KEY);
        return key < 0 || !isKey(request.buffer(), fields.valueStart(key), fields.valueEnd(key)) ? Fault.KEY : null;
    }

    private static int only(byte[] buffer, FieldTable fields, byte[] name) {
        int found = MISSING;
        for (int field = 0; field < fields.count(); field++) {
            if (Octets.same(buffer, fields.nameStart(field), fields.nameEnd(field), name)) {
                found = found == MISSING ? field : TWICE;
            }
        }
        return found;
    }

    private static boolean isKey(byte[] buffer, int start, int end) {
        if (end - start != KEY_LENGTH || buffer[end - 1] != '=' || buffer[end - 2] != '=') {
            return false;
        }
        try {
            return Base64.getDecoder().decode(new String(buffer, start, KEY_LENGTH, StandardCharsets.ISO_8859_1)).length
                    == 16;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    /** Whether the backend's 101 is the answer to this request (RFC 6455 §4.1); one with a body is none. */
    public static boolean isAccepted(ParsedRequest request, ParsedResponse answer) {
        FieldTable fields = answer.fields();
        int key = only(request.buffer(), request.fields(), KEY);
        int accept = only(answer.buffer(), fields, ACCEPT);
        if (key < 0
                || accept < 0
                || !fields.asksUpgrade()
                || fields.chunked()
                || fields.contentLength() > 0
                || !namesWebSocket(answer.buffer(), fields)) {
            return false;
        }
        byte[] expected = accept(request);
        return java.util.Arrays.equals(
                expected, 0, expected.length, answer.buffer(), fields.valueStart(accept), fields.valueEnd(accept));
    }

    /** The {@code Sec-WebSocket-Accept} that a good request is to be answered with. */
    public static byte[] accept(ParsedRequest request) {
        int key = only(request.buffer(), request.fields(), KEY);
        if (key < 0) {
            throw new IllegalArgumentException("the request has no key");
        }
        return accept(request.buffer(), request.valueStart(key), request.valueEnd(key));
    }

    /** The {@code Sec-WebSocket-Accept} of the key {@code buffer[start, end)}. */
    public static byte[] accept(byte[] buffer, int start, int end) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(buffer, start, end - start);
            return Base64.getEncoder().encode(sha1.digest(MAGIC));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
