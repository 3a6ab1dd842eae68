package io.weir.node.decide.cache;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What {@code Cache-Control} says, of a request or an answer (RFC 9111 §5.2, RFC 5861). What is said twice, or badly, counts in
 * its stricter sense (§4.2.1). Times are in seconds; {@link #ABSENT}: not said.
 *
 * @param noCache without names of fields
 * @param isPrivate without names of fields
 * @param maxStale {@link #MOST}: however stale
 * @param noCacheFields lower case: not to be sent from the store without asking (§5.2.2.4)
 * @param privateFields lower case: not to be stored (§5.2.2.7)
 */
public record CacheControl(
        boolean noStore,
        boolean noCache,
        boolean isPrivate,
        boolean isPublic,
        boolean mustRevalidate,
        boolean proxyRevalidate,
        boolean mustUnderstand,
        boolean onlyIfCached,
        long maxAge,
        long sMaxAge,
        long maxStale,
        long minFresh,
        long staleWhileRevalidate,
        long staleIfError,
        Set<String> noCacheFields,
        Set<String> privateFields) {
    /** The directive is not there. */
    public static final long ABSENT = -1;

    /** RFC 9111 §1.2.2: what does not fit counts as this. */
    public static final long MOST = 1L << 31;

    /** Says nothing. */
    public static final CacheControl NONE = new Reader().done();

    public CacheControl {
        noCacheFields = Set.copyOf(noCacheFields);
        privateFields = Set.copyOf(privateFields);
    }

    /** @param text the values of all its lines, with commas between */
    public static CacheControl parse(String text) {
        Reader reader = new Reader();
        Directives.read(text, reader::add);
        return reader.done();
    }

    /** Whether a stale answer may not be given, whoever would take it (§4.2.4). */
    public boolean forbidsStale() {
        return noCache || mustRevalidate || proxyRevalidate || sMaxAge >= 0;
    }

    /** Collects directives. */
    static final class Reader {
        private final Set<String> flags = new HashSet<>();
        private final Set<String> noCacheFields = new HashSet<>();
        private final Set<String> privateFields = new HashSet<>();
        private long maxAge = ABSENT;
        private long sMaxAge = ABSENT;
        private long maxStale = ABSENT;
        private long minFresh = ABSENT;
        private long staleWhileRevalidate = ABSENT;
        private long staleIfError = ABSENT;

        void add(String name, String value, boolean hasValue) {
            switch (name) {
                case "max-age" -> maxAge = stricter(maxAge, seconds(value, 0));
                case "s-maxage" -> sMaxAge = stricter(sMaxAge, seconds(value, 0));
                case "max-stale" -> maxStale = stricter(maxStale, hasValue ? seconds(value, 0) : MOST);
                case "min-fresh" -> minFresh = Math.max(minFresh, seconds(value, MOST));
                case "stale-while-revalidate" ->
                    staleWhileRevalidate = stricter(staleWhileRevalidate, seconds(value, 0));
                case "stale-if-error" -> staleIfError = stricter(staleIfError, seconds(value, 0));
                case "no-cache" -> fields(name, value, noCacheFields);
                case "private" -> fields(name, value, privateFields);
                default -> flags.add(name);
            }
        }

        private static long stricter(long before, long now) {
            return before == ABSENT ? now : Math.min(before, now);
        }

        private static long seconds(String text, long malformed) {
            if (text.isEmpty()) {
                return malformed;
            }
            long value = 0;
            for (int i = 0; i < text.length(); i++) {
                int digit = text.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    return malformed;
                }
                value = Math.min(MOST, value * 10 + digit);
            }
            return value;
        }

        private void fields(String directive, String value, Set<String> names) {
            int before = names.size();
            for (String name : value.split(",", -1)) {
                if (!name.isBlank()) {
                    names.add(name.strip().toLowerCase(Locale.ROOT));
                }
            }
            if (value.isBlank() || names.size() == before && names.isEmpty()) {
                flags.add(directive);
            }
        }

        CacheControl done() {
            return new CacheControl(
                    flags.contains("no-store"),
                    flags.contains("no-cache"),
                    flags.contains("private"),
                    flags.contains("public"),
                    flags.contains("must-revalidate"),
                    flags.contains("proxy-revalidate"),
                    flags.contains("must-understand"),
                    flags.contains("only-if-cached"),
                    maxAge,
                    sMaxAge,
                    maxStale,
                    minFresh,
                    staleWhileRevalidate,
                    staleIfError,
                    noCacheFields,
                    privateFields);
        }
    }
}
