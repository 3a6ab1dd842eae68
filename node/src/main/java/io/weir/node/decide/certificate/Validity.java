package io.weir.node.decide.certificate;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** From when until when a chain is good. */
public record Validity(Instant from, Instant until) {
    public static Validity of(List<X509Certificate> chain) {
        return new Validity(chain.get(0).getNotBefore().toInstant(), Expiry.end(chain));
    }

    /** Not negative. */
    Duration lifetime() {
        Duration lifetime = Duration.between(from, until);
        return lifetime.isNegative() ? Duration.ZERO : lifetime;
    }

    /** When it is replaced: with a third of its life left. */
    public Instant renewal() {
        return until.minus(lifetime().dividedBy(3));
    }

    /** When it should have been replaced by now, after a failure or two: with a quarter of its life left. */
    public Instant overdue() {
        return until.minus(lifetime().dividedBy(4));
    }
}
