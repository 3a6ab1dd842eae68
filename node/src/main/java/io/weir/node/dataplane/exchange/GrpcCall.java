package io.weir.node.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.protocol.grpc.GrpcCode;
import io.weir.protocol.grpc.GrpcMessage;
import io.weir.protocol.grpc.GrpcTimeout;
import io.weir.protocol.grpc.GrpcWebForm;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.ParsedRequest;
import io.weir.protocol.http.ParsedResponse;
import io.weir.protocol.http.Problem;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What an exchange knows of the gRPC call that it carries, if it carries one (gRPC's PROTOCOL-HTTP2). Reused with its
 * exchange; only on its loop.
 */
final class GrpcCall {
    static final String CONTENT_TYPE = "application/grpc";
    private static final FieldName TIMEOUT = FieldName.of("grpc-timeout");

    private static final FieldName TYPE = FieldName.of("content-type");
    private static final FieldName PUSHBACK = FieldName.of("grpc-retry-pushback-ms");
    private static final byte[] STATUS = Octets.ascii("grpc-status");
    private static final byte[] GRPC = Octets.ascii(CONTENT_TYPE);
    private static final byte[] TIMEOUT_LINE = Octets.ascii("grpc-timeout: ");
    private static final int MOST_DIGITS = 9;
    private static final byte[] NOTHING = {};

    private boolean active;
    private boolean hidden;
    private boolean codeInHead;
    private boolean answering;
    private boolean timed;
    private long deadline = Long.MAX_VALUE;
    private @Nullable GrpcCode code;
    private @Nullable GrpcWebForm web;

    void clear() {
        active = false;
        hidden = false;
        codeInHead = false;
        answering = false;
        timed = false;
        deadline = Long.MAX_VALUE;
        code = null;
        web = null;
    }

    /** Looks at a request whose wire can carry calls. The problem with it, or null. */
    @Nullable
    Problem begin(ParsedRequest request, long nowNanos) {
        int type = request.method() == Method.POST ? request.indexOf(TYPE, 0) : -1;
        active = type >= 0 && isGrpc(request.buffer(), request.valueStart(type), request.valueEnd(type));
        return timeout(request, nowNanos);
    }

    /** The request is a call that came as gRPC-Web, over any wire. The problem with it, or null. */
    @Nullable
    Problem beginWeb(ParsedRequest request, long nowNanos, GrpcWebForm form) {
        active = true;
        web = form;
        return timeout(request, nowNanos);
    }

    /**
     * The backend will be called, and the client knows nothing of it: answers are no business of this, but how long it waits
     * is. The problem with it, or null.
     */
    @Nullable
    Problem hide(ParsedRequest request, long nowNanos) {
        hidden = true;
        return timeout(request, nowNanos);
    }

    private @Nullable Problem timeout(ParsedRequest request, long nowNanos) {
        int timeout = active || hidden ? request.indexOf(TIMEOUT, 0) : -1;
        if (timeout < 0) {
            return null;
        }
        long nanos = GrpcTimeout.parse(request.buffer(), request.valueStart(timeout), request.valueEnd(timeout));
        if (nanos == GrpcTimeout.NONE || request.indexOf(TIMEOUT, timeout + 1) >= 0) {
            return Problems.BAD_GRPC_TIMEOUT;
        }
        timed = true;
        deadline = nanos > Long.MAX_VALUE - Math.max(0, nowNanos) ? Long.MAX_VALUE : nowNanos + nanos;
        return null;
    }

    /** {@code application/grpc}, with a form of messages or parameters behind it; not {@code application/grpc-web}. */
    private static boolean isGrpc(byte[] buffer, int start, int end) {
        int behind = start + GRPC.length;
        return behind <= end
                && Octets.same(buffer, start, behind, GRPC)
                && (behind == end || buffer[behind] == '+' || buffer[behind] == ';' || buffer[behind] == ' ');
    }

    /** Whether the exchange is a call, and its client knows. */
    boolean isActive() {
        return active;
    }

    /** Whether the backend is called, be it that the client does not know. */
    boolean needsTrailers() {
        return active || hidden;
    }

    /** Whether the backend's answer to the call has begun, so that trailers can end it. */
    boolean isAnswering() {
        return active && answering;
    }

    /** When the client stops waiting, on the clock of {@link System#nanoTime}; the largest number: it does not say. */
    long deadline() {
        return deadline;
    }

    /** Whether the field is written anew by {@link #writeTimeout}. */
    boolean rewrites(byte[] buffer, FieldTable fields, int field) {
        return timed && TIMEOUT.matches(buffer, fields.nameStart(field), fields.nameEnd(field));
    }

    /** Tells the backend how long the client still waits, if it said so. */
    void writeTimeout(HeadBytes out, long nowNanos) {
        if (timed) {
            out.add(TIMEOUT_LINE)
                    .add(GrpcTimeout.format(Math.max(0, deadline - nowNanos)))
                    .line();
        }
    }

    /** A backend's head: with the code, if there will be no messages. */
    void answered(ParsedResponse head) {
        if (!needsTrailers()) {
            return;
        }
        code = null; // of an attempt before, as the next
        answering = false;
        FieldTable fields = head.fields();
        for (int field = 0; field < fields.count(); field++) {
            byte[] buffer = head.buffer();
            if (TYPE.matches(buffer, fields.nameStart(field), fields.nameEnd(field))) {
                answering = isGrpc(buffer, fields.valueStart(field), fields.valueEnd(field));
            } else if (Octets.same(buffer, fields.nameStart(field), fields.nameEnd(field), STATUS)) {
                code = GrpcCode.of(buffer, fields.valueStart(field), fields.valueEnd(field));
            }
        }
        codeInHead = code != null;
    }

    /** Milliseconds after which the backend would like to see the call again; -1: never; 0 where it says nothing. */
    static long pushbackMillis(ParsedResponse head) {
        FieldTable fields = head.fields();
        for (int field = 0; field < fields.count(); field++) {
            if (PUSHBACK.matches(head.buffer(), fields.nameStart(field), fields.nameEnd(field))) {
                return number(head.buffer(), fields.valueStart(field), fields.valueEnd(field));
            }
        }
        return 0;
    }

    private static long number(byte[] buffer, int start, int end) {
        boolean digits = end > start && end - start <= MOST_DIGITS;
        long value = 0;
        for (int i = start; digits && i < end; i++) {
            digits = buffer[i] >= '0' && buffer[i] <= '9';
            value = value * 10 + buffer[i] - '0';
        }
        return digits ? value : -1;
    }

    /** The lines that end the answer. */
    void ended(byte[] trailers) {
        int line = 0;
        for (int i = 0; needsTrailers() && i < trailers.length; i++) {
            if (trailers[i] == '\n') {
                int colon = line + STATUS.length;
                if (colon < i && trailers[colon] == ':' && Octets.same(trailers, line, colon, STATUS)) {
                    code = value(trailers, colon + 1, i - 1);
                }
                line = i + 1;
            }
        }
    }

    private static GrpcCode value(byte[] buffer, int from, int to) {
        int start = from;
        while (start < to && buffer[start] == ' ') {
            start++;
        }
        return GrpcCode.of(buffer, start, to);
    }

    /** The gateway itself ends an answer that has begun. */
    void end(ClientStream client, GrpcCode newCode, String message) {
        code = newCode;
        String lines = GrpcMessage.lines(newCode, message);
        if (web == null) {
            client.sendTrailers(lines.getBytes(StandardCharsets.US_ASCII));
        } else {
            ByteBuf last = Unpooled.wrappedBuffer(web.trailers(lines));
            client.sendPart(last, 0, last.readableBytes(), true);
        }
    }

    /** The gateway's own answer to a call, without messages; what its body is: of gRPC-Web the code, else nothing. */
    byte[] answer(Exchange exchange, int status, String message) {
        GrpcCode own = GrpcCode.ofOwn(status);
        code = own;
        if (web != null) {
            return web.trailers(GrpcMessage.lines(own, message));
        }
        exchange.addResponseField("Content-Type", CONTENT_TYPE);
        exchange.addResponseField("grpc-status", String.valueOf(own.number()));
        exchange.addResponseField("grpc-message", GrpcMessage.encode(message));
        return NOTHING;
    }

    /** Of the gateway's own answer. */
    String contentType() {
        return web == null ? CONTENT_TYPE : web.contentType();
    }

    /** The code that the backend, or the gateway, has told; null so far. Of a hidden call, before any message. */
    @Nullable
    GrpcCode told() {
        return active || codeInHead ? code : null;
    }

    /** How the call ended; null while it has not, or where there is none. A backend that does not say has not done well. */
    @Nullable
    GrpcCode code() {
        return code == null && answering ? GrpcCode.UNKNOWN : code;
    }
}
