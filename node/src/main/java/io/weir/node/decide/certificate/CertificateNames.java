package io.weir.node.decide.certificate;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names that a certificate covers: the DNS names and addresses of its subjectAltName (RFC 6125 §6.4; the common name
 * is not looked at, as browsers do not). Immutable.
 *
 * @param exact lower case; addresses in the text form that Java gives them
 * @param wildcards what follows {@code *}, e.g. {@code .example.com}
 */
public record CertificateNames(Set<String> exact, Set<String> wildcards) {
    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    public CertificateNames {
        exact = Set.copyOf(exact);
        wildcards = Set.copyOf(wildcards);
    }

    /** None when the extension is not there or cannot be read. */
    public static CertificateNames of(X509Certificate certificate) {
        Set<String> exact = new TreeSet<>();
        Set<String> wildcards = new TreeSet<>();
        for (List<?> entry : alternatives(certificate)) {
            if (entry.size() < 2 || !(entry.get(0) instanceof Integer kind) || !(entry.get(1) instanceof String text)) {
                continue;
            }
            String name = text.toLowerCase(Locale.ROOT);
            if (kind == DNS && name.startsWith("*.")) {
                wildcards.add(name.substring(1));
            } else if (kind == DNS || kind == ADDRESS) {
                exact.add(name);
            }
        }
        return new CertificateNames(exact, wildcards);
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    public boolean isEmpty() {
        return exact.isEmpty() && wildcards.isEmpty();
    }

    /** Whether {@code host} (lower case, without a port) is covered. A wildcard stands for exactly one label. */
    public boolean covers(String host) {
        int dot = host.indexOf('.');
        return exact.contains(host) || dot > 0 && wildcards.contains(host.substring(dot));
    }

    /** As certificates spell them, sorted. */
    public List<String> all() {
        Set<String> all = new TreeSet<>(exact);
        wildcards.forEach(suffix -> all.add("*" + suffix));
        return List.copyOf(all);
    }
}
