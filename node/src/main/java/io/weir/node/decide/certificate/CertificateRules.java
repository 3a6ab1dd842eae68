package io.weir.node.decide.certificate;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a chain may be shown to clients. Pure; {@link KeyMatch} and {@link
 * ChainOrder} judge the rest.
 */
public final class CertificateRules {
    private CertificateRules() {}

    /**
     * What never changes.
     *
     * @param chain in order, the leaf first
     * @return what is wrong, as the rest of a sentence that begins with the certificate's name; empty: nothing
     */
    public static Optional<String> problem(List<X509Certificate> chain) {
        return weak(chain).or(() -> powers(chain)).or(() -> names(chain.get(0)));
    }

    /** What is wrong with a chain at {@code now}, and was not or will not be at another time. */
    public static Optional<String> untimely(List<X509Certificate> chain, Instant now) {
        for (X509Certificate one : chain) {
            if (isRoot(chain, one)) {
                continue;
            }
            Instant from = one.getNotBefore().toInstant();
            Instant until = one.getNotAfter().toInstant();
            if (now.isAfter(until)) {
                return Optional.of(who(chain, one) + "expired at " + until);
            }
            if (now.isBefore(from)) {
                return Optional.of(who(chain, one) + "is not valid before " + from);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> weak(List<X509Certificate> chain) {
        for (X509Certificate one : chain) {
            Optional<String> key = KeyKind.of(one.getPublicKey()).weakness();
            if (key.isPresent()) {
                return Optional.of(who(chain, one) + "has a weak key: " + key.get());
            }
            if (!isRoot(chain, one) && isWeakSignature(one.getSigAlgName())) {
                return Optional.of(who(chain, one) + "is signed with " + one.getSigAlgName()
                        + ", which can be forged (expected SHA-256 or better)");
            }
        }
        return Optional.empty();
    }

    /** Nobody relies on what a root says of itself: it is known or it is not. */
    static boolean isRoot(List<X509Certificate> chain, X509Certificate one) {
        return !one.equals(chain.get(0)) && one.getSubjectX500Principal().equals(one.getIssuerX500Principal());
    }

    private static boolean isWeakSignature(String algorithm) {
        String upper = algorithm.toUpperCase(Locale.ROOT);
        return upper.startsWith("SHA1") || upper.startsWith("MD5") || upper.startsWith("MD2");
    }

    private static Optional<String> powers(List<X509Certificate> chain) {
        for (X509Certificate issuer : chain.subList(1, chain.size())) {
            if (issuer.getBasicConstraints() < 0) {
                return Optional.of(
                        who(chain, issuer) + "signs the one before it, but may not (it is no certificate authority)");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> names(X509Certificate leaf) {
        return CertificateNames.of(leaf).isEmpty()
                ? Optional.of("covers no name: it has no subjectAltName with a DNS name or an address, and clients do"
                        + " not look at the common name")
                : Optional.empty();
    }

    private static String who(List<X509Certificate> chain, X509Certificate one) {
        return one.equals(chain.get(0)) ? "" : "its issuer \"" + one.getSubjectX500Principal() + "\" ";
    }
}
