package io.weir.node.dataplane.exchange;

import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.KnownField;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.ParsedRequest;
import io.weir.protocol.http.WebSocketHandshake;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the head that an endpoint receives: path and host in the form that was routed, nothing that was meant for this
 * hop, what the gateway knows of the client. Lines that stay are copied in runs. One loop.
 */
final class RequestWriter {
    private static final byte[] VERSION = Octets.ascii(" HTTP/1.1\r\n");
    private static final byte[] HOST = Octets.ascii("Host: ");
    private static final byte[] CHUNKED = Octets.ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] FORWARDED_FOR = Octets.ascii("X-Forwarded-For: ");
    private static final byte[] FORWARDED_PROTO = Octets.ascii("X-Forwarded-Proto: http\r\n");
    private static final byte[] FORWARDED_PROTO_TLS = Octets.ascii("X-Forwarded-Proto: https\r\n");
    private static final byte[] FORWARDED_HOST = Octets.ascii("X-Forwarded-Host: ");
    private static final byte[] REQUEST_ID = Octets.ascii("X-Request-Id: ");
    private static final byte[] VIA_10 = Octets.ascii("Via: 1.0 weir\r\n");
    private static final byte[] UPGRADE = Octets.ascii(WebSocketHandshake.UPGRADE_LINES);
    private static final byte[] TE = Octets.ascii("TE: trailers\r\n");
    private static final byte[] TRAILERS = Octets.ascii("trailers");
    private static final byte[] NAME_END = Octets.ascii(": ");
    private static final byte[] COMMA = Octets.ascii(", ");

    private RequestWriter() {}

    /** What filters ask of the forwarded request. */
    record Wishes(
            List<FieldName> droppedFields,
            List<byte[]> lines,
            List<ExchangeContext.OwnField> fields,
            List<String> droppedParameters,
            List<String> droppedCookies) {}

    /**
     * @param chunked whether the body goes there in chunks
     * @param trailers whether the wire carries the answer's trailers, so that asking for them is of use
     */
    static void write(HeadBytes out, Exchange exchange, boolean chunked, boolean trailers) {
        ParsedRequest request = exchange.request;
        RouteSheet sheet = exchange.sheet();
        Wishes wishes = exchange.wishes;
        Peer peer = exchange.client().peer();
        byte[] buffer = request.buffer();
        target(out.clear(), exchange, sheet);
        out.add(VERSION)
                .add(HOST)
                .add(buffer, request.authorityStart(), request.authorityEnd())
                .line();
        boolean trusted = peer.trusted();
        fields(out, request, sheet, wishes, exchange.call, trusted);
        CookieLines.write(out, request, sheet, wishes);
        if (chunked) {
            out.add(CHUNKED);
        }
        if (exchange.webSocket) {
            out.add(UPGRADE);
        }
        if (trailers && (exchange.call.needsTrailers() || asksForTrailers(request))) {
            out.add(TE);
        }
        forwarded(out, request, peer, trusted);
        exchange.requestId.writeTo(out.add(REQUEST_ID));
        out.line().add(request.http10() ? VIA_10 : exchange.client().viaLine());
        exchange.call.writeTimeout(out, exchange.upstreamStartNanos);
        List<byte[]> lines = wishes.lines;
        for (int i = 0; i < lines.size(); i++) {
            out.add(lines.get(i));
        }
        ownFields(out, wishes.fields);
        out.add(sheet.requestLines).line();
    }

    private static void ownFields(HeadBytes out, List<ExchangeContext.OwnField> fields) {
        for (int i = 0; i < fields.size(); i++) {
            ExchangeContext.OwnField field = fields.get(i);
            out.add(field.name().toString()).add(NAME_END).add(field.value()).line();
        }
    }

    private static boolean asksForTrailers(ParsedRequest request) {
        FieldTable fields = request.fields();
        for (int field = 0; field < fields.count(); field++) {
            if (fields.known(field) == KnownField.TE && fields.valueIs(field, TRAILERS)) {
                return true;
            }
        }
        return false;
    }

    private static void target(HeadBytes out, Exchange exchange, RouteSheet sheet) {
        ParsedRequest request = exchange.request;
        String own = exchange.ownTarget;
        if (own != null) {
            out.add(exchange.ownMethod).add(' ').add(own);
            return;
        }
        out.add(request.buffer(), request.methodStart(), request.methodEnd()).add(' ');
        path(out, request, sheet);
        query(out, request, exchange.wishes.droppedParameters);
    }

    static void path(HeadBytes out, ParsedRequest request, RouteSheet sheet) {
        int start = request.pathStart();
        int end = request.pathEnd();
        if (!sheet.rewrites) {
            out.add(request.buffer(), start, end);
            return;
        }
        byte[] replacement = sheet.replacement;
        int rest = Math.min(start + sheet.prefixLength, end);
        int kept = replacement.length;
        boolean slash = rest < end && request.buffer()[rest] == '/';
        if (kept > 0 && replacement[kept - 1] == '/' && slash) {
            kept--;
        }
        if (kept == 0 && !slash) {
            out.add('/');
        }
        out.add(replacement, 0, kept).add(request.buffer(), rest, end);
    }

    static void query(HeadBytes out, ParsedRequest request, List<String> dropped) {
        int end = request.queryEnd();
        if (request.queryStart() == end) {
            return;
        }
        if (dropped.isEmpty()) {
            out.add('?').add(request.buffer(), request.queryStart(), end);
            return;
        }
        char before = '?';
        int from = request.queryStart();
        while (from <= end) {
            int to = from;
            while (to < end && request.buffer()[to] != '&') {
                to++;
            }
            if (!isDropped(request, from, to, dropped)) {
                out.add(before).add(request.buffer(), from, to);
                before = '&';
            }
            from = to + 1;
        }
    }

    private static boolean isDropped(ParsedRequest request, int from, int to, List<String> dropped) {
        String parameter = request.text(from, to);
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? parameter : parameter.substring(0, equals);
        return dropped.contains(name) || dropped.contains(decoded(name));
    }

    private static String decoded(String name) {
        try {
            return java.net.URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return name;
        }
    }

    private static void fields(
            HeadBytes out, ParsedRequest request, RouteSheet sheet, Wishes wishes, GrpcCall call, boolean trusted) {
        FieldTable fields = request.fields();
        byte[] buffer = request.buffer();
        int count = fields.count();
        int run = fields.lineStart(0);
        for (int field = 0; field < count; field++) {
            if (isKept(fields, field, trusted)
                    && !fields.isNamedByConnection(field)
                    && !sheet.removesFromRequest(buffer, fields, field)
                    && !isDropped(buffer, fields, field, wishes.droppedFields)
                    && !CookieLines.edits(buffer, fields, field, wishes)
                    && !call.rewrites(buffer, fields, field)) {
                continue;
            }
            out.add(buffer, run, fields.lineStart(field));
            run = fields.lineStart(field + 1);
        }
        out.add(buffer, run, fields.end());
    }

    private static boolean isKept(FieldTable fields, int field, boolean trusted) {
        int known = fields.known(field);
        return switch (known) {
            case KnownField.OTHER, KnownField.CONTENT_LENGTH, KnownField.DATE -> true;
            case KnownField.X_FORWARDED_PROTO,
                    KnownField.X_FORWARDED_HOST,
                    KnownField.X_FORWARDED_MORE,
                    KnownField.FORWARDED -> trusted;
            default -> false;
        };
    }

    static boolean isDropped(byte[] buffer, FieldTable fields, int field, List<FieldName> dropped) {
        for (int i = 0; i < dropped.size(); i++) {
            if (dropped.get(i).matches(buffer, fields.nameStart(field), fields.nameEnd(field))) {
                return true;
            }
        }
        return false;
    }

    /** A trusted peer's chain goes on; anybody else's begins anew. */
    private static void forwarded(HeadBytes out, ParsedRequest request, Peer peer, boolean trusted) {
        FieldTable fields = request.fields();
        out.add(FORWARDED_FOR);
        boolean proto = false;
        boolean host = false;
        if (trusted) {
            for (int field = 0; field < fields.count(); field++) {
                int known = fields.known(field);
                proto |= known == KnownField.X_FORWARDED_PROTO;
                host |= known == KnownField.X_FORWARDED_HOST;
                if (known == KnownField.X_FORWARDED_FOR) {
                    out.add(request.buffer(), fields.valueStart(field), fields.valueEnd(field))
                            .add(COMMA);
                }
            }
        }
        out.add(peer.text()).line();
        if (!proto) {
            out.add(peer.secure() ? FORWARDED_PROTO_TLS : FORWARDED_PROTO);
        }
        if (!host && request.authorityEnd() > request.authorityStart()) {
            out.add(FORWARDED_HOST)
                    .add(request.buffer(), request.authorityStart(), request.authorityEnd())
                    .line();
        }
    }
}
