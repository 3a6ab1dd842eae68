package io.weir.node.dataplane.fields;

import io.netty.util.AsciiString;
import io.weir.protocol.http.Octets;
import org.jspecify.annotations.Nullable;

/** The pseudo-fields of one list and their rules (RFC 9113 §8.3, RFC 8441 §4). Reused. */
final class Pseudo {
    private static final AsciiString CONNECT = AsciiString.cached("CONNECT");
    private static final AsciiString OPTIONS = AsciiString.cached("OPTIONS");
    static final AsciiString HTTP = AsciiString.cached("http");
    static final AsciiString HTTPS = AsciiString.cached("https");

    @Nullable
    AsciiString method;

    @Nullable
    AsciiString scheme;

    @Nullable
    AsciiString authority;

    @Nullable
    AsciiString path;

    @Nullable
    AsciiString protocol;

    @Nullable
    AsciiString status;

    void clear() {
        method = null;
        scheme = null;
        authority = null;
        path = null;
        protocol = null;
        status = null;
    }

    static AsciiString known(@Nullable AsciiString value) {
        if (value == null) {
            throw new IllegalStateException("a pseudo-field is missing");
        }
        return value;
    }

    boolean any() {
        return ofRequests() || status != null;
    }

    private boolean ofRequests() {
        return method != null || scheme != null || authority != null || path != null || protocol != null;
    }

    /** What is wrong, or null. */
    @Nullable
    String take(AsciiString name, AsciiString value) {
        AsciiString before;
        switch (name.toString()) {
            case ":method" -> {
                before = method;
                method = value;
            }
            case ":scheme" -> {
                before = scheme;
                scheme = value;
            }
            case ":authority" -> {
                before = authority;
                authority = value;
            }
            case ":path" -> {
                before = path;
                path = value;
            }
            case ":protocol" -> {
                before = protocol;
                protocol = value;
            }
            case ":status" -> {
                before = status;
                status = value;
            }
            default -> {
                return "a pseudo-field is unknown";
            }
        }
        return before == null ? null : "a pseudo-field is there twice";
    }

    /** @param host the value of the {@code Host} field, or null */
    @Nullable
    String faultOfRequest(@Nullable AsciiString host) {
        if (method == null || !isToken(method)) {
            return "there is no method";
        }
        if (status != null) {
            return "a request has a status";
        }
        if (authority != null && (authority.isEmpty() || !isVisible(authority) || authority.indexOf("@") >= 0)) {
            return "the authority is none, or names a user";
        }
        if (host != null && !isVisible(host)) {
            return "Host is none";
        }
        if (authority != null && host != null && !authority.contentEqualsIgnoreCase(host)) {
            return "the authority and Host differ";
        }
        boolean plainConnect = CONNECT.contentEquals(method) && protocol == null;
        return plainConnect ? faultOfConnect() : faultOfTarget();
    }

    private @Nullable String faultOfConnect() {
        return scheme != null || path != null || authority == null ? "CONNECT has an authority and no more" : null;
    }

    private @Nullable String faultOfTarget() {
        if (protocol != null && !CONNECT.contentEquals(known(method))) {
            return "only CONNECT asks for a protocol";
        }
        if (scheme == null || !HTTP.contentEquals(scheme) && !HTTPS.contentEquals(scheme)) {
            return "the scheme is neither http nor https";
        }
        if (path == null || path.isEmpty() || !isVisible(path)) {
            return "there is no path";
        }
        boolean whole = path.length() == 1 && path.byteAt(0) == '*' && OPTIONS.contentEquals(known(method));
        return path.byteAt(0) == '/' || whole ? null : "the path does not begin with a slash";
    }

    /** Three digits of an answer that HTTP/2 knows: there is no 101 (RFC 9113 §8.6). */
    @Nullable
    String faultOfAnswer() {
        if (ofRequests()) {
            return "an answer has pseudo-fields of requests";
        }
        if (status == null || status.length() != 3 || status.byteAt(0) < '1' || status.byteAt(0) > '5') {
            return "there is no status";
        }
        boolean digits = isDigit(status.byteAt(1)) && isDigit(status.byteAt(2));
        boolean switching = status.byteAt(0) == '1' && status.byteAt(1) == '0' && status.byteAt(2) == '1';
        return !digits || switching ? "the status is none of HTTP/2" : null;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isToken(AsciiString text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Octets.isToken(text.byteAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Without white space: it stands between others in a line. */
    private static boolean isVisible(AsciiString text) {
        for (int i = 0; i < text.length(); i++) {
            byte b = text.byteAt(i);
            if (b == ' ' || b == '\t') {
                return false;
            }
        }
        return true;
    }
}
