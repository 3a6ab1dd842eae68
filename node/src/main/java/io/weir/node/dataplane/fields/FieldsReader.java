package io.weir.node.dataplane.fields;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.TrailerLine;
import io.weir.protocol.http.WebSocketHandshake;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list of fields as it comes out of HPACK, made into lines of HTTP/1.1 on the way: nothing is kept twice. What makes a
 * message malformed (RFC 9113 §8.2 and §8.3) is found here, before a byte of it is a line. Given to Netty's decoder, which
 * only ever adds; reused from list to list; one thread.
 */
public final class FieldsReader extends DefaultHttp2Headers {
    private static final byte[] VERSION = Octets.ascii(" HTTP/1.1\r\n");
    private static final byte[] STATUS_LINE = Octets.ascii("HTTP/1.1 ");
    private static final byte[] HOST = Octets.ascii("host: ");
    private static final byte[] COOKIE = Octets.ascii("cookie: ");
    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
    private static final AsciiString KEY_NAME = AsciiString.cached("sec-websocket-key");
    private static final byte[] KEY = Octets.ascii("sec-websocket-key: ");
    private static final byte[] GET = Octets.ascii("GET ");
    private static final byte[] UPGRADE = Octets.ascii(WebSocketHandshake.UPGRADE_LINES);
    private static final AsciiString WEBSOCKET = AsciiString.cached("websocket");
    private static final AsciiString STATUS = AsciiString.cached(":status");
    private static final byte[] NOTHING = {};
    private static final int MOST_TRAILERS = 8192;

    private final Pseudo pseudo = new Pseudo();
    private final HeadBytes lines = new HeadBytes();
    private final HeadBytes cookies = new HeadBytes();
    private @Nullable AsciiString host;
    private @Nullable AsciiString contentLength;
    private @Nullable String fault;
    private int count;
    private int urgency;
    private boolean takesTurns;
    private boolean usual;

    public FieldsReader() {
        super(false, 2);
    }

    /** Ready for another list. */
    @Override
    public FieldsReader clear() {
        pseudo.clear();
        lines.clear();
        cookies.clear();
        host = null;
        contentLength = null;
        fault = null;
        count = 0;
        urgency = Urgency.USUAL;
        takesTurns = true;
        usual = false;
        return this;
    }

    @Override
    public int size() {
        return count;
    }

    /** Netty asks for the answer's status, and for nothing else. */
    @Override
    @SuppressWarnings("NullAway") // as Netty has it
    public CharSequence status() {
        return pseudo.status;
    }

    @Override
    @SuppressWarnings("NullAway") // as Netty has it
    public CharSequence get(CharSequence name) {
        return STATUS.contentEquals(name) ? pseudo.status : CONTENT_LENGTH.contentEquals(name) ? contentLength : null;
    }

    /** The length is counted where the body is read: Netty is told of none. */
    @Override
    public List<CharSequence> getAll(CharSequence name) {
        return List.of();
    }

    @Override
    public Http2Headers add(CharSequence name, CharSequence value) {
        take((AsciiString) name, (AsciiString) value);
        return this;
    }

    private void take(AsciiString name, AsciiString value) {
        count++;
        if (fault != null) {
            return;
        }
        byte[] bytes = value.array();
        int from = value.arrayOffset();
        int to = from + value.length();
        if (!isValue(bytes, from, to)) {
            fault = "a value has what no value may have";
        } else if (!name.isEmpty() && name.byteAt(0) == ':') {
            fault = usual ? "a pseudo-field stands behind a field" : pseudo.take(name, value);
        } else {
            usual = true;
            usual(name, value);
        }
    }

    /** RFC 9113 §8.2.1, and RFC 9110 §5.5: no controls at all. */
    private static boolean isValue(byte[] bytes, int from, int to) {
        if (from == to) {
            return true;
        }
        if (isSpace(bytes[from]) || isSpace(bytes[to - 1])) {
            return false;
        }
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b >= 0 && b < ' ' && b != '\t' || b == 127) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    private void usual(AsciiString name, AsciiString value) {
        if (pseudo.protocol != null && KEY_NAME.contentEqualsIgnoreCase(name)) {
            return; // says nothing here (RFC 8441 §5.1)
        }
        switch (Special.of(name)) {
            case NONE -> line(name, value);
            case CONTENT_LENGTH -> {
                contentLength = value;
                line(name, value);
            }
            case HOST -> {
                fault = host == null ? null : "there are two Host fields";
                host = value;
            }
            case COOKIE -> cookie(value);
            case PRIORITY -> {
                urgency = Urgency.of(value, urgency);
                takesTurns = Urgency.incremental(value, false);
                line(name, value);
            }
            case TE -> {
                if (Special.TRAILERS.contentEqualsIgnoreCase(value)) {
                    line(name, value);
                } else {
                    fault = "TE says more than trailers";
                }
            }
            case OF_CONNECTIONS -> fault = "a field is one of connections";
            case MALFORMED -> fault = "a name is none, or not in lower case";
        }
    }

    private void line(AsciiString name, AsciiString value) {
        add(lines, name).add(':').add(' ');
        add(lines, value).line();
    }

    private static HeadBytes add(HeadBytes to, AsciiString text) {
        int from = text.arrayOffset();
        return to.add(text.array(), from, from + text.length());
    }

    /** Crumbs are one field again (RFC 9113 §8.2.3). */
    private void cookie(AsciiString crumb) {
        if (cookies.length() > 0) {
            cookies.add(';').add(' ');
        } else {
            cookies.add(COOKIE);
        }
        add(cookies, crumb);
    }

    /** Whether it says that a body follows which is not empty. */
    public boolean announcesBody() {
        AsciiString length = contentLength;
        return length != null && !(length.length() == 1 && length.byteAt(0) == '0');
    }

    /** How urgent the answer is to the client: 0 is most urgent, 7 least (RFC 9218 §4.1). */
    public int urgency() {
        return urgency;
    }

    /** Whether the answer takes turns with others that are as urgent: one that says nothing about priority does. */
    public boolean takesTurns() {
        return takesTurns;
    }

    /** What is wrong; null as long as nothing is. */
    public @Nullable String fault() {
        return fault;
    }

    /** The protocol that a CONNECT asks for (RFC 8441), or null. */
    public @Nullable AsciiString protocol() {
        return pseudo.protocol;
    }

    /** Writes the head of a request; false when it is malformed, see {@link #fault}. */
    public boolean request(HeadBytes out) {
        fault = fault == null ? pseudo.faultOfRequest(host) : fault;
        if (fault != null) {
            return false;
        }
        out.clear();
        add(out, Pseudo.known(pseudo.method)).add(' ');
        AsciiString authority = pseudo.authority == null ? host : pseudo.authority;
        add(out, pseudo.path == null ? Pseudo.known(authority) : pseudo.path).add(VERSION);
        if (authority != null) {
            add(out.add(HOST), authority).line();
        }
        finish(out);
        return true;
    }

    /** Whether it is a CONNECT to a WebSocket (RFC 8441 §5). */
    public boolean asksForWebSocket() {
        return pseudo.protocol != null && WEBSOCKET.contentEqualsIgnoreCase(pseudo.protocol);
    }

    /** Writes a CONNECT to a WebSocket as the GET that HTTP/1.1 has for it; false when it is malformed. */
    public boolean webSocket(HeadBytes out, byte[] key) {
        fault = fault == null ? pseudo.faultOfRequest(host) : fault;
        if (fault != null) {
            return false;
        }
        add(out.clear().add(GET), Pseudo.known(pseudo.path)).add(VERSION);
        AsciiString authority = pseudo.authority == null ? host : pseudo.authority;
        if (authority != null) {
            add(out.add(HOST), authority).line();
        }
        out.add(UPGRADE).add(KEY).add(key).line();
        finish(out);
        return true;
    }

    /** Writes the head of an answer; false when it is malformed, see {@link #fault}. */
    public boolean answer(HeadBytes out) {
        fault = fault == null ? pseudo.faultOfAnswer() : fault;
        if (fault != null) {
            return false;
        }
        add(out.clear().add(STATUS_LINE), Pseudo.known(pseudo.status)).add(' ').line();
        if (host != null) {
            add(out.add(HOST), host).line();
        }
        finish(out);
        return true;
    }

    private void finish(HeadBytes out) {
        out.add(lines.bytes(), 0, lines.length());
        if (cookies.length() > 0) {
            out.add(cookies.bytes(), 0, cookies.length()).line();
        }
        out.line();
    }

    /** Lines, each with CR LF; null when they are malformed, see {@link #fault}, or more than trailers may be. */
    public byte @Nullable [] trailers() {
        if (fault != null || pseudo.any()) {
            fault = fault == null ? "a pseudo-field stands among trailers" : fault;
            return null;
        }
        if (host != null || cookies.length() > 0 || lines.length() > MOST_TRAILERS || !allAreTrailers()) {
            return null;
        }
        byte[] all = new byte[lines.length()];
        System.arraycopy(lines.bytes(), 0, all, 0, all.length);
        return all.length == 0 ? NOTHING : all;
    }

    private boolean allAreTrailers() {
        byte[] bytes = lines.bytes();
        int start = 0;
        for (int i = 0; i < lines.length(); i++) {
            if (bytes[i] == '\r') {
                if (!TrailerLine.isAllowed(bytes, start, i)) {
                    return false;
                }
                start = i + 2;
            }
        }
        return true;
    }
}
