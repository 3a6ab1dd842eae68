package io.weir.node.decide.protect;

import io.weir.config.model.BrowserPolicy;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.RequestHead;
import java.util.List;

/** Which pages may read what (Fetch, CORS protocol). Pure; for actual requests it allocates nothing. */
public final class CorsRules {
    private static final FieldName ORIGIN = FieldName.of("origin");
    private static final FieldName REQUEST_HEADERS = FieldName.of("access-control-request-headers");
    /** A page that needs more of them does something else. */
    private static final int MOST_NAMES = 100;

    private final OriginSet origins;
    private final boolean everybody;
    private final List<String> methods;
    private final boolean anyMethod;
    private final FieldName[] headers;
    private final boolean anyHeader;

    /** What becomes of a preflight. */
    public enum Verdict {
        ALLOWED,
        OTHER_ORIGIN,
        OTHER_METHOD,
        OTHER_HEADER
    }

    public CorsRules(BrowserPolicy.Cors policy) {
        everybody = policy.origins().equals(BrowserPolicy.ANY);
        origins = OriginSet.of(everybody ? List.of() : policy.origins());
        methods = policy.methods();
        anyMethod = methods.equals(BrowserPolicy.ANY);
        anyHeader = policy.headers().equals(BrowserPolicy.ANY);
        headers = policy.headers().stream().map(FieldName::of).toArray(FieldName[]::new);
    }

    /** Whether all origins are allowed, so that answers do not depend on it. */
    public boolean everybody() {
        return everybody;
    }

    /** The request's {@code Origin} field if it is allowed, else -1. More than one is none. */
    public int allowedOrigin(RequestHead head) {
        int field = head.indexOf(ORIGIN, 0);
        if (field < 0 || head.indexOf(ORIGIN, field + 1) >= 0) {
            return -1;
        }
        boolean allowed = everybody || origins.contains(head.buffer(), head.valueStart(field), head.valueEnd(field));
        return allowed ? field : -1;
    }

    /** @param announced what the preflight {@code head} announces */
    public Verdict preflight(RequestHead head, Preflight announced) {
        if (allowedOrigin(head) < 0) {
            return Verdict.OTHER_ORIGIN;
        }
        String method = announced.methodText();
        if (anyMethod ? !isToken(method) : !methods.contains(method)) {
            return Verdict.OTHER_METHOD;
        }
        int names = 0;
        for (int i = head.indexOf(REQUEST_HEADERS, 0); i >= 0; i = head.indexOf(REQUEST_HEADERS, i + 1)) {
            int here = countAllowed(head.buffer(), head.valueStart(i), head.valueEnd(i));
            names += here;
            if (here < 0 || names > MOST_NAMES) {
                return Verdict.OTHER_HEADER;
            }
        }
        return Verdict.ALLOWED;
    }

    /** How many names there are in the list, or -1 when one is not allowed. */
    private int countAllowed(byte[] buffer, int start, int end) {
        int count = 0;
        int from = start;
        while (from < end && count <= MOST_NAMES) {
            int comma = from;
            while (comma < end && buffer[comma] != ',') {
                comma++;
            }
            int first = skip(buffer, from, comma);
            int last = trim(buffer, first, comma);
            if (last > first) {
                count++;
                if (!isAllowed(buffer, first, last)) {
                    return -1;
                }
            }
            from = comma + 1;
        }
        return count;
    }

    private static int skip(byte[] buffer, int start, int end) {
        int i = start;
        while (i < end && (buffer[i] == ' ' || buffer[i] == '\t')) {
            i++;
        }
        return i;
    }

    private static int trim(byte[] buffer, int start, int end) {
        int i = end;
        while (i > start && (buffer[i - 1] == ' ' || buffer[i - 1] == '\t')) {
            i--;
        }
        return i;
    }

    private boolean isAllowed(byte[] buffer, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Octets.isToken(buffer[i])) {
                return false;
            }
        }
        for (FieldName name : headers) {
            if (name.matches(buffer, start, end)) {
                return true;
            }
        }
        return anyHeader;
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c < 0x80 && Octets.isToken((byte) c));
    }
}
