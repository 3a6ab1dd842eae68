package io.weir.node.dataplane.exchange;

import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.node.dataplane.loop.Loop;
import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.KnownField;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.ParsedResponse;
import io.weir.protocol.http.WebSocketHandshake;
import org.jspecify.annotations.Nullable;

/** Writes the heads that a client receives: those of backends, edited, and the gateway's own. One loop. */
public final class AnswerWriter {
    private static final byte[] VERSION = Octets.ascii("HTTP/1.1 ");
    private static final byte[] CHUNKED = Octets.ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = Octets.ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = Octets.ascii("Connection: keep-alive\r\n");
    private static final byte[] UPGRADE = Octets.ascii(WebSocketHandshake.UPGRADE_LINES);
    private static final byte[] REQUEST_ID = Octets.ascii("X-Request-Id: ");
    private static final byte[] VIA = Octets.ascii("Via: 1.1 weir\r\n");
    private static final byte[] CONTENT_TYPE = Octets.ascii("Content-Type: ");
    private static final byte[] CONTENT_LENGTH = Octets.ascii("Content-Length: ");
    private static final byte[] SET_COOKIE = Octets.ascii("Set-Cookie: ");

    private static final byte[] NO_FIELDS = {};

    private AnswerWriter() {}

    /** What becomes of the connection, told to the client. */
    enum Persistence {
        /** Nothing has to be said. */
        USUAL,
        /** To an HTTP/1.0 client that asked for it. */
        KEEP_ALIVE,
        CLOSE,
        /** It goes on as a WebSocket. */
        UPGRADE
    }

    /** A backend's head; {@code chunked}: the body goes on in chunks. */
    public static void write(HeadBytes out, ParsedResponse head, boolean chunked, Exchange exchange) {
        RouteSheet sheet = exchange.sheet;
        byte[] buffer = head.buffer();
        FieldTable fields = head.fields();
        out.clear().add(VERSION).number(head.status()).add(' ');
        reason(out, head);
        int count = fields.count();
        boolean dated = false;
        int run = fields.lineStart(0);
        for (int field = 0; field < count; field++) {
            int known = fields.known(field);
            dated |= known == KnownField.DATE;
            if (!KnownField.isHopByHop(known)
                    && known != KnownField.X_REQUEST_ID
                    && !fields.isNamedByConnection(field)
                    && (sheet == null || !sheet.removesFromResponse(buffer, fields, field))) {
                continue;
            }
            out.add(buffer, run, fields.lineStart(field));
            run = fields.lineStart(field + 1);
        }
        out.add(buffer, run, fields.end());
        if (!dated) {
            out.add(exchange.loop.dateLine().line());
        }
        if (chunked) {
            out.add(CHUNKED);
        }
        if (!exchange.isOwnTraffic()) {
            out.add(VIA);
        }
        if (sheet != null) {
            sheet.addMissing(out, buffer, fields);
        }
        finish(out, sheet, exchange);
    }

    /** An interim head goes on as it is, but for what concerns this hop. */
    public static void writeInterim(HeadBytes out, ParsedResponse head) {
        byte[] buffer = head.buffer();
        FieldTable fields = head.fields();
        out.clear().add(VERSION).number(head.status()).add(' ');
        reason(out, head);
        for (int field = 0; field < fields.count(); field++) {
            if (fields.known(field) == KnownField.OTHER && !fields.isNamedByConnection(field)) {
                out.add(buffer, fields.nameStart(field), fields.valueEnd(field)).line();
            }
        }
        out.line();
    }

    /** Where the backend gives none, as with HTTP/2, the usual one: not all clients bear a status line without. */
    private static void reason(HeadBytes out, ParsedResponse head) {
        if (head.reasonEnd() > head.reasonStart()) {
            out.add(head.buffer(), head.reasonStart(), head.reasonEnd());
        } else {
            out.add(Reasons.of(head.status()));
        }
        out.line();
    }

    /** The gateway's own answer; {@code length} is the body's, also where it is not sent (HEAD). */
    static void writeOwn(
            HeadBytes out,
            int status,
            String contentType,
            int length,
            @Nullable RouteSheet sheet,
            Exchange exchange,
            Loop loop) {
        out.clear().add(VERSION).number(status).add(' ').add(Reasons.of(status)).line();
        out.add(loop.dateLine().line());
        if (length > 0) {
            out.add(CONTENT_TYPE).add(contentType).line();
        }
        if (status != 204 && status != 304) {
            out.add(CONTENT_LENGTH).number(length).line();
        }
        if (sheet != null) {
            sheet.addMissing(out, NO_FIELDS, null);
        }
        finish(out, sheet, exchange);
    }

    private static void finish(HeadBytes out, @Nullable RouteSheet sheet, Exchange exchange) {
        exchange.requestId.writeTo(out.add(REQUEST_ID));
        out.line();
        out.add(exchange.extraLines(), 0, exchange.extraLength());
        String cookie = exchange.sessionCookie();
        if (cookie != null) {
            out.add(SET_COOKIE).add(cookie).line();
        }
        if (sheet != null) {
            out.add(sheet.responseLines);
        }
        switch (exchange.persistence()) {
            case CLOSE -> out.add(CLOSE);
            case KEEP_ALIVE -> out.add(KEEP_ALIVE);
            case UPGRADE -> out.add(UPGRADE);
            case USUAL -> {}
        }
        out.line();
    }
}
