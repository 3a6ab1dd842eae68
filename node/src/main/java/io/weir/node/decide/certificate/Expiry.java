package io.weir.node.decide.certificate;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** How close a chain is to its end. Ordered: what comes later is worse. */
public enum Expiry {
    FINE,
    WITHIN_30_DAYS,
    WITHIN_7_DAYS,
    WITHIN_A_DAY,
    EXPIRED;

    /** @param end of the chain: see {@link #end} */
    public static Expiry of(Instant end, Instant now) {
        Duration left = Duration.between(now, end);
        if (left.isNegative()) {
            return EXPIRED;
        }
        if (left.compareTo(Duration.ofDays(1)) <= 0) {
            return WITHIN_A_DAY;
        }
        if (left.compareTo(Duration.ofDays(7)) <= 0) {
            return WITHIN_7_DAYS;
        }
        return left.compareTo(Duration.ofDays(30)) <= 0 ? WITHIN_30_DAYS : FINE;
    }

    /** The first time at which one certificate of the chain is no longer valid: clients refuse all of it then. */
    public static Instant end(List<X509Certificate> chain) {
        Instant end = Instant.MAX;
        for (X509Certificate one : chain) {
            Instant until = one.getNotAfter().toInstant();
            end = until.isBefore(end) && !CertificateRules.isRoot(chain, one) ? until : end;
        }
        return end;
    }

    /** Days until {@code end}, with their fraction; negative when it is over. */
    public static double daysLeft(Instant end, Instant now) {
        return Duration.between(now, end).toMillis()
                / (double) Duration.ofDays(1).toMillis();
    }
}
