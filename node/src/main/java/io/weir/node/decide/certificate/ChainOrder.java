package io.weir.node.decide.certificate;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Puts certificates into the order that TLS asks for (RFC 8446 §4.4.2): the leaf, which is the one that the key belongs
 * to, then each issuer after the one that it signed. Files are often in another order, and some servers send them as they
 * are; clients then fail that do not sort by themselves.
 */
public final class ChainOrder {
    /**
     * @param chain in order; not all that was given when there is a problem
     * @param problem empty: all is well
     */
    public record Arranged(List<X509Certificate> chain, String problem) {
        public Arranged {
            chain = List.copyOf(chain);
        }
    }

    private ChainOrder() {}

    /** @param given at least one, in any order, duplicates allowed */
    public static Arranged arrange(List<X509Certificate> given, PrivateKey key) {
        List<X509Certificate> left = new ArrayList<>(new LinkedHashSet<>(given));
        List<X509Certificate> chain = new ArrayList<>();
        X509Certificate first = left.get(0);
        left.stream()
                .filter(one -> KeyMatch.isPair(key, one.getPublicKey()))
                .findFirst()
                .ifPresent(chain::add);
        if (chain.isEmpty()) {
            return new Arranged(List.of(first), "its key does not match the certificate of \"" + subject(first) + "\"");
        }
        left.remove(chain.get(0));
        while (!left.isEmpty()) {
            X509Certificate last = chain.get(chain.size() - 1);
            X509Certificate issuer =
                    left.stream().filter(one -> isIssuer(one, last)).findFirst().orElse(null);
            if (issuer == null) {
                return new Arranged(chain, broken(last, left));
            }
            left.remove(issuer);
            chain.add(issuer);
        }
        return new Arranged(chain, "");
    }

    private static boolean isIssuer(X509Certificate issuer, X509Certificate of) {
        if (!issuer.getSubjectX500Principal().equals(of.getIssuerX500Principal())) {
            return false;
        }
        try {
            of.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String broken(X509Certificate last, List<X509Certificate> left) {
        return "its chain is broken: \"" + subject(last) + "\" is issued by \"" + last.getIssuerX500Principal()
                + "\", which is not \"" + subject(left.get(0)) + "\"";
    }

    private static String subject(X509Certificate one) {
        return String.valueOf(one.getSubjectX500Principal());
    }
}
