package io.weir.node.decide.protect;

import io.weir.config.model.BrowserPolicy;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.RequestHead;

/**
 * Whether a request that changes something was sent by a page of another origin. What browsers say about it, no page can
 * change: {@code Sec-Fetch-Site} (Fetch Metadata), else {@code Origin}, else {@code Referer}. Pure; allocates nothing.
 */
public final class CsrfRules {
    private static final FieldName SITE = FieldName.of("sec-fetch-site");
    private static final FieldName ORIGIN = FieldName.of("origin");
    private static final FieldName REFERER = FieldName.of("referer");
    private static final byte[] SAME_ORIGIN = Octets.ascii("same-origin");
    private static final byte[] NONE = Octets.ascii("none");
    private static final byte[] HTTPS = Octets.ascii("https://");
    private static final byte[] HTTP = Octets.ascii("http://");
    private static final byte[] HTTPS_PORT = Octets.ascii(":443");
    private static final byte[] HTTP_PORT = Octets.ascii(":80");
    /** RFC 9110 §9.2.1. */
    private static final int SAFE = Method.GET.bit() | Method.HEAD.bit() | Method.OPTIONS.bit() | Method.TRACE.bit();

    private final OriginSet origins;
    private final boolean require;

    /** What is known of where a request comes from. */
    public enum Verdict {
        /** It may pass. */
        FINE,
        /** Of a page elsewhere. */
        FOREIGN,
        /** Nobody says, and somebody has to. */
        UNKNOWN
    }

    public CsrfRules(BrowserPolicy.Csrf policy) {
        origins = OriginSet.of(policy.origins());
        require = policy.require();
    }

    /** @param secure whether the client came over TLS */
    public Verdict of(RequestHead head, boolean secure) {
        return of(head, secure, false);
    }

    /**
     * @param webSocket whether it is to become a WebSocket: whatever its method says, a page that may send through it
     *     changes something, and may even read, for browsers do not hold WebSockets to CORS
     */
    public Verdict of(RequestHead head, boolean secure, boolean webSocket) {
        if ((SAFE & head.method().bit()) != 0 && !webSocket) {
            return Verdict.FINE;
        }
        int site = head.indexOf(SITE, 0);
        int origin = head.indexOf(ORIGIN, 0);
        if (site >= 0) {
            boolean here = head.indexOf(SITE, site + 1) < 0 && (is(head, site, SAME_ORIGIN) || is(head, site, NONE));
            return verdict(here || isListed(head, origin));
        }
        if (origin >= 0) {
            return verdict(isListed(head, origin) || isSingle(head, ORIGIN, origin) && isOwn(head, origin, secure));
        }
        int referer = head.indexOf(REFERER, 0);
        if (referer >= 0) {
            return verdict(isSingle(head, REFERER, referer) && isGoodReferer(head, referer, secure));
        }
        return require ? Verdict.UNKNOWN : Verdict.FINE;
    }

    private static Verdict verdict(boolean fine) {
        return fine ? Verdict.FINE : Verdict.FOREIGN;
    }

    private static boolean is(RequestHead head, int field, byte[] value) {
        return Octets.same(head.buffer(), head.valueStart(field), head.valueEnd(field), value);
    }

    private static boolean isSingle(RequestHead head, FieldName name, int field) {
        return head.indexOf(name, field + 1) < 0;
    }

    private boolean isListed(RequestHead head, int origin) {
        return origin >= 0
                && isSingle(head, ORIGIN, origin)
                && origins.contains(head.buffer(), head.valueStart(origin), head.valueEnd(origin));
    }

    private static boolean isOwn(RequestHead head, int origin, boolean secure) {
        return isOwn(head, head.valueStart(origin), head.valueEnd(origin), secure);
    }

    private boolean isGoodReferer(RequestHead head, int referer, boolean secure) {
        int start = head.valueStart(referer);
        int end = originEnd(head.buffer(), start, head.valueEnd(referer));
        return isOwn(head, start, end, secure) || origins.contains(head.buffer(), start, end);
    }

    /** Where path, query or fragment begin. */
    private static int originEnd(byte[] buffer, int start, int end) {
        int slashes = 0;
        for (int i = start; i < end; i++) {
            slashes += buffer[i] == '/' ? 1 : 0;
            if (slashes == 3 || buffer[i] == '?' || buffer[i] == '#') {
                return i;
            }
        }
        return end;
    }

    /**
     * Whether it is the origin that the request was sent to. A client that came without TLS may have had it up to a proxy
     * that nobody told us to trust: then {@code https} is its own, too.
     */
    private static boolean isOwn(RequestHead head, int start, int end, boolean secure) {
        byte[] buffer = head.buffer();
        if (begins(buffer, start, end, HTTPS)) {
            return isAuthority(head, start + HTTPS.length, end, HTTPS_PORT);
        }
        return !secure && begins(buffer, start, end, HTTP) && isAuthority(head, start + HTTP.length, end, HTTP_PORT);
    }

    private static boolean begins(byte[] buffer, int start, int end, byte[] what) {
        return end - start > what.length && Octets.same(buffer, start, start + what.length, what);
    }

    /** Whether {@code [start, end)} is the request's host and port; the default port is never spelled in an origin. */
    private static boolean isAuthority(RequestHead head, int start, int end, byte[] defaultPort) {
        byte[] buffer = head.buffer();
        int from = head.hostStart();
        int to = head.authorityEnd();
        if (Octets.same(buffer, head.hostEnd(), to, defaultPort)) {
            to = head.hostEnd();
        }
        if (to == from || to - from != end - start) {
            return false;
        }
        for (int i = 0; i < end - start; i++) {
            if (Octets.lower(buffer[start + i]) != buffer[from + i]) {
                return false;
            }
        }
        return true;
    }
}
