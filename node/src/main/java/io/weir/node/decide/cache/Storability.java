package io.weir.node.decide.cache;

/** Whether an answer to a GET may be stored by a cache that many share (RFC 9111 §3). */
public final class Storability {
    private Storability() {}

    /** What stands against it, in the words of {@code Cache-Status}. */
    public enum Verdict {
        STORE(""),
        REQUEST_NO_STORE("request-no-store"),
        STATUS("status"),
        NO_STORE("no-store"),
        PRIVATE("private"),
        AUTHORIZATION("authorization"),
        SET_COOKIE("set-cookie"),
        VARY_ANYTHING("vary"),
        USELESS("no-freshness"),
        TOO_LARGE("too-large");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * What matters of an answer.
     *
     * @param authorized it is for somebody who showed a credential
     * @param setsCookie by a field that no directive takes out
     * @param validator it can be asked whether it still holds
     */
    public record Answer(
            int status,
            CacheControl control,
            boolean expires,
            boolean authorized,
            boolean setsCookie,
            boolean variesByAnything,
            boolean validator) {}

    /** @param lifetime as {@link Freshness#lifetime} has it */
    public static Verdict of(CacheControl request, Answer answer, long lifetime) {
        CacheControl control = answer.control();
        if (request.noStore()) {
            return Verdict.REQUEST_NO_STORE;
        }
        boolean understood = control.mustUnderstand() && isUnderstood(answer.status());
        if (answer.status() < 200
                || answer.status() == 206
                || answer.status() == 304
                || control.mustUnderstand() && !understood) {
            return Verdict.STATUS;
        }
        if (control.noStore() && !understood) {
            return Verdict.NO_STORE;
        }
        if (control.isPrivate()) {
            return Verdict.PRIVATE;
        }
        if (answer.authorized() && !isForAll(control)) {
            return Verdict.AUTHORIZATION;
        }
        if (answer.setsCookie()) {
            return Verdict.SET_COOKIE;
        }
        return answer.variesByAnything() ? Verdict.VARY_ANYTHING : useful(answer, lifetime);
    }

    /** §3.5: what makes an answer to somebody who is known fit for others. */
    private static boolean isForAll(CacheControl control) {
        return control.mustRevalidate() || control.isPublic() || control.sMaxAge() >= 0;
    }

    private static Verdict useful(Answer answer, long lifetime) {
        CacheControl control = answer.control();
        boolean told = control.isPublic()
                || answer.expires()
                || control.maxAge() >= 0
                || control.sMaxAge() >= 0
                || isHeuristic(answer.status());
        boolean reusable = lifetime > 0 || answer.validator() && answer.status() == 200;
        return told && reusable ? Verdict.STORE : Verdict.USELESS;
    }

    /** RFC 9110 §15.1: statuses that may be fresh without saying so. */
    static boolean isHeuristic(int status) {
        return switch (status) {
            case 200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501 -> true;
            default -> false;
        };
    }

    /** §5.2.2.3: whose rules for caches are known here. */
    private static boolean isUnderstood(int status) {
        return isHeuristic(status) && status != 206 || status == 302 || status == 307;
    }
}
