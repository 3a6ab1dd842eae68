package io.weir.node.decide.cache;

/** Conditions of requests, decided from a stored answer (RFC 9111 §4.3.2, RFC 9110 §13). */
public final class Conditions {
    private static final String WEAK = "W/";

    private Conditions() {}

    /**
     * Whether a client's copy is what is stored. An entity tag counts before a date (RFC 9110 §13.2.2).
     *
     * @param ifNoneMatch empty: not there
     * @param ifModifiedSince {@link HttpDate#NONE}: not there
     * @param etag of what is stored; empty: none
     * @param lastModified likewise; where there is none, {@code date} stands in
     */
    public static boolean isUnchanged(
            String ifNoneMatch, long ifModifiedSince, String etag, long lastModified, long date) {
        if (!ifNoneMatch.isEmpty()) {
            return matchesWeakly(ifNoneMatch, etag);
        }
        if (ifModifiedSince == HttpDate.NONE) {
            return false;
        }
        long changed = lastModified == HttpDate.NONE ? date : lastModified;
        return changed != HttpDate.NONE && changed <= ifModifiedSince;
    }

    /** Weak comparison with each of a list, or {@code *} (RFC 9110 §8.8.3.2). */
    static boolean matchesWeakly(String list, String etag) {
        if (list.strip().equals("*")) {
            return true;
        }
        String wanted = opaque(etag);
        int at = 0;
        while (!etag.isEmpty() && at < list.length()) {
            int open = list.indexOf('"', at);
            int close = open < 0 ? -1 : list.indexOf('"', open + 1);
            if (close < 0) {
                return false;
            }
            if (list.substring(open, close + 1).equals(wanted)) {
                return true;
            }
            at = close + 1;
        }
        return false;
    }

    private static String opaque(String etag) {
        return etag.startsWith(WEAK) ? etag.substring(2) : etag;
    }

    /** Whether the part that is asked for goes with what the client has: strongly (RFC 9110 §13.1.5, §14.2). */
    public static boolean isSame(String ifRange, long ifRangeDate, String etag, long lastModified, long date) {
        if (ifRange.isEmpty()) {
            return true;
        }
        if (ifRange.indexOf('"') >= 0) {
            return !ifRange.startsWith(WEAK) && ifRange.equals(etag);
        }
        // §8.8.2.2: a date is a strong validator when it is a while before the answer was made.
        return ifRangeDate != HttpDate.NONE && ifRangeDate == lastModified && date - lastModified >= 60;
    }
}
