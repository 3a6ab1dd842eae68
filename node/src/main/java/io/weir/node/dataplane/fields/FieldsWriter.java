package io.weir.node.dataplane.fields;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.protocol.http.Octets;
import java.util.Arrays;

/**
 * Makes the lines of a head into fields of HTTP/2: names in lower case, nothing that is about a connection. The lines are
 * those of this gateway: well-formed. One for a loop: it remembers names and values, which mostly are the same ones.
 */
public final class FieldsWriter {
    private static final AsciiString CONNECT = AsciiString.cached("CONNECT");
    private static final AsciiString METHOD = AsciiString.cached(":method");
    private static final AsciiString PATH = AsciiString.cached(":path");
    private static final AsciiString SCHEME = AsciiString.cached(":scheme");
    private static final AsciiString PROTOCOL = AsciiString.cached(":protocol");
    private static final AsciiString WEBSOCKET = AsciiString.cached("websocket");
    private static final AsciiString KEY = AsciiString.cached("sec-websocket-key");
    private static final AsciiString OK = AsciiString.cached("200");
    private static final AsciiString ACCEPT = AsciiString.cached("sec-websocket-accept");
    private static final int STATUS_START = 9;

    private final Remembered names = new Remembered(512, 64, true);
    private final Remembered values = new Remembered(1024, 64, false);
    private AsciiString[] fields = new AsciiString[64];
    private int count;
    private AsciiString host = AsciiString.EMPTY_STRING;

    /** The head of an answer. */
    public Http2Headers answer(HeadBytes lines) {
        byte[] bytes = lines.bytes();
        AsciiString status = values.of(bytes, STATUS_START, STATUS_START + 3);
        read(bytes, lineEnd(bytes, 0) + 2, lines.length());
        return ReadOnlyHttp2Headers.serverHeaders(false, status, taken());
    }

    /** The 101 of a WebSocket, which is 200 here, and needs no proof of the key (RFC 8441 §5). */
    public Http2Headers openTunnel(HeadBytes lines) {
        byte[] bytes = lines.bytes();
        read(bytes, lineEnd(bytes, 0) + 2, lines.length());
        drop(ACCEPT);
        return ReadOnlyHttp2Headers.serverHeaders(false, OK, taken());
    }

    private void drop(AsciiString name) {
        int kept = 0;
        for (int i = 0; i < count; i += 2) {
            if (!name.contentEqualsIgnoreCase(fields[i])) {
                fields[kept] = fields[i];
                fields[kept + 1] = fields[i + 1];
                kept += 2;
            }
        }
        count = kept;
    }

    /** The GET of a WebSocket, which is a CONNECT here. */
    public Http2Headers webSocket(HeadBytes lines, boolean secure) {
        byte[] bytes = lines.bytes();
        int methodEnd = indexOf(bytes, 0, ' ');
        int pathEnd = indexOf(bytes, methodEnd + 1, ' ');
        host = AsciiString.EMPTY_STRING;
        read(bytes, lineEnd(bytes, pathEnd) + 2, lines.length());
        drop(KEY);
        AsciiString[] all = new AsciiString[count + 2];
        all[0] = PROTOCOL; // stands behind the other pseudo-fields, before all else
        all[1] = WEBSOCKET;
        System.arraycopy(fields, 0, all, 2, count);
        return ReadOnlyHttp2Headers.clientHeaders(
                false,
                CONNECT,
                values.of(bytes, methodEnd + 1, pathEnd),
                secure ? Pseudo.HTTPS : Pseudo.HTTP,
                host,
                all);
    }

    /** The head of a request. */
    public Http2Headers request(HeadBytes lines, boolean secure) {
        byte[] bytes = lines.bytes();
        int methodEnd = indexOf(bytes, 0, ' ');
        int pathEnd = indexOf(bytes, methodEnd + 1, ' ');
        host = AsciiString.EMPTY_STRING;
        read(bytes, lineEnd(bytes, pathEnd) + 2, lines.length());
        AsciiString method = values.of(bytes, 0, methodEnd);
        AsciiString path = values.of(bytes, methodEnd + 1, pathEnd);
        AsciiString scheme = secure ? Pseudo.HTTPS : Pseudo.HTTP;
        return host.isEmpty()
                ? withoutAuthority(method, path, scheme)
                : ReadOnlyHttp2Headers.clientHeaders(false, method, path, scheme, host, taken());
    }

    /** Of HTTP/1.0, where nobody has to say it: then it is left out (RFC 9113 §8.3.1), and not empty. */
    private Http2Headers withoutAuthority(AsciiString method, AsciiString path, AsciiString scheme) {
        AsciiString[] all = new AsciiString[count + 6];
        all[0] = METHOD;
        all[1] = method;
        all[2] = PATH;
        all[3] = path;
        all[4] = SCHEME;
        all[5] = scheme;
        System.arraycopy(fields, 0, all, 6, count);
        return ReadOnlyHttp2Headers.trailers(false, all);
    }

    /** Lines of trailers, each with CR LF. */
    public Http2Headers trailers(byte[] lines) {
        read(lines, 0, lines.length);
        return ReadOnlyHttp2Headers.trailers(false, taken());
    }

    private static int indexOf(byte[] bytes, int from, char wanted) {
        int at = from;
        while (bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    private static int lineEnd(byte[] bytes, int from) {
        return indexOf(bytes, from, '\r');
    }

    private void read(byte[] bytes, int from, int end) {
        count = 0;
        int line = from;
        while (line < end && bytes[line] != '\r') {
            int lineEnd = lineEnd(bytes, line);
            take(bytes, line, lineEnd);
            line = lineEnd + 2;
        }
    }

    private void take(byte[] bytes, int start, int end) {
        int colon = indexOf(bytes, start, ':');
        int from = colon + 1;
        while (from < end && isSpace(bytes[from])) {
            from++;
        }
        int to = end;
        while (to > from && isSpace(bytes[to - 1])) {
            to--;
        }
        switch (Special.of(bytes, start, colon)) {
            case OF_CONNECTIONS -> {}
            case HOST -> host = values.of(bytes, from, to);
            case TE -> {
                if (Octets.same(bytes, from, to, Special.TRAILERS.array())) {
                    keep(bytes, start, colon, Special.TRAILERS);
                }
            }
            case NONE, COOKIE, PRIORITY, CONTENT_LENGTH, MALFORMED ->
                keep(bytes, start, colon, values.of(bytes, from, to));
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    private void keep(byte[] bytes, int nameStart, int nameEnd, AsciiString value) {
        if (count + 2 > fields.length) {
            fields = Arrays.copyOf(fields, fields.length * 2);
        }
        fields[count++] = names.of(bytes, nameStart, nameEnd);
        fields[count++] = value;
    }

    private AsciiString[] taken() {
        return Arrays.copyOf(fields, count);
    }
}
