package io.weir.node.admin;

import io.weir.config.model.Policy;
import io.weir.config.model.RequestKey;
import io.weir.node.state.LimitAnswer;
import io.weir.node.state.Limiter;
import io.weir.node.state.Limiters;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Slows guessing: wrong credentials of an address are counted on an exact limit of the cluster, and an address that has
 * used it up is not listened to until there is a token again. Thread-safe, never blocks.
 */
final class Guesses {
    /** No policy of a document can have this name. */
    private static final Policy.RateLimit LIMIT = new Policy.RateLimit(
            "wrong credentials for the admin API",
            new RequestKey(RequestKey.Kind.ADDRESS, ""),
            0.5,
            20,
            Policy.WhenOwnerLost.SHARE);

    private static final long LEAST_NANOS = 1_000_000_000L;
    private static final int MOST_ADDRESSES = 10_000;
    private static final int IPV6_NETWORK_BYTES = 8;

    private final Limiter limiter;
    private final Executor executor;
    private final Map<String, Long> untilNanos = new ConcurrentHashMap<>();

    Guesses(Limiters limiters, Executor executor) {
        this.limiter = limiters.of(LIMIT);
        this.executor = executor;
    }

    /** What guesses are counted by: the address; of IPv6 the network, which one customer has whole. */
    static String key(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_NETWORK_BYTES))
                : HexFormat.of().formatHex(bytes);
    }

    /** How long nothing is to be heard from there, in nanoseconds; 0: go on. */
    long pause(String key, long nowNanos) {
        Long until = untilNanos.get(key);
        if (until == null) {
            return 0;
        }
        if (until - nowNanos > 0) {
            return until - nowNanos;
        }
        untilNanos.remove(key, until);
        return 0;
    }

    void wrong(String key, long nowNanos) {
        byte[] bytes = HexFormat.of().parseHex(key);
        LimitAnswer answer = new LimitAnswer();
        Limiter.Admission admission = limiter.admit(bytes, 0, bytes.length, nowNanos, answer);
        if (admission == Limiter.Admission.WAIT) {
            limiter.await(bytes, 0, bytes.length, executor, (later, said) -> decided(key, later, said));
        } else {
            decided(key, admission, answer);
        }
    }

    private void decided(String key, Limiter.Admission admission, LimitAnswer answer) {
        if (admission != Limiter.Admission.DENIED) {
            return;
        }
        long now = System.nanoTime();
        if (untilNanos.size() >= MOST_ADDRESSES) {
            untilNanos.values().removeIf(until -> until - now <= 0);
        }
        if (untilNanos.size() < MOST_ADDRESSES) {
            untilNanos.put(key, now + Math.max(LEAST_NANOS, answer.resetNanos()));
        }
    }
}
