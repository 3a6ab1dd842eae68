package io.weir.node.decide.cache;

/** What is done with a stored answer (RFC 9111 §4, §5.2.1; RFC 5861). */
public enum Reuse {
    /** It is sent. */
    FRESH,
    /** It is sent although it is stale: the client takes it. */
    STALE,
    /** It is sent although it is stale, and a new one is fetched beside. */
    STALE_REFRESH,
    /** The backend is asked first. */
    ASK,
    /** The client wants nothing but what is stored, and that is not good enough: 504. */
    NOTHING;

    /**
     * What is known of the stored answer now.
     *
     * @param age in seconds, as {@code lifetime}
     */
    public record Stored(CacheControl control, long age, long lifetime) {
        long staleness() {
            return age - lifetime;
        }

        boolean isFresh() {
            return lifetime > age;
        }

        /** It would be sent to whoever does not say otherwise. */
        public boolean isGood() {
            return isFresh() && !control.noCache();
        }
    }

    /** @param request with {@code Pragma} where {@code Cache-Control} is not there (§5.4) */
    public static Reuse of(CacheControl request, Stored stored) {
        Reuse found = unless(request, stored);
        return found == ASK && request.onlyIfCached() ? NOTHING : found;
    }

    private static Reuse unless(CacheControl request, Stored stored) {
        // A client that reloads says max-age=0 and means it, also within the first second.
        boolean tooOld = request.maxAge() == 0 || request.maxAge() > 0 && stored.age() > request.maxAge();
        boolean notLongEnough = request.minFresh() >= 0 && stored.lifetime() - stored.age() < request.minFresh();
        if (request.noCache() || stored.control().noCache() || tooOld || notLongEnough) {
            return ASK;
        }
        if (stored.isFresh()) {
            return FRESH;
        }
        if (stored.control().forbidsStale()) {
            return ASK;
        }
        if (request.maxStale() == CacheControl.MOST || stored.staleness() <= request.maxStale()) {
            return STALE;
        }
        return stored.staleness() <= stored.control().staleWhileRevalidate() ? STALE_REFRESH : ASK;
    }

    /** Whether it may be sent because the backend cannot answer (RFC 5861 §4). */
    public static boolean mayRescue(CacheControl request, Stored stored) {
        if (stored.isFresh()) {
            return !stored.control().noCache() && !request.noCache();
        }
        long bound = Math.max(request.staleIfError(), stored.control().staleIfError());
        return !stored.control().forbidsStale() && !request.noCache() && stored.staleness() <= bound;
    }
}
