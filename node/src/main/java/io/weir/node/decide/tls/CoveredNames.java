package io.weir.node.decide.tls;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The hosts that a certificate covers (RFC 6125 §6.4; the common name does not count), for requests: looked up in bytes,
 * without allocating. Immutable.
 */
public final class CoveredNames {
    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    private final Set<String> exact = new LinkedHashSet<>();
    /** What follows the {@code *}: {@code .example.com}. */
    private final Set<String> suffixes = new LinkedHashSet<>();

    private final NameBytes exactBytes;
    private final NameBytes suffixBytes;

    /** None when the certificate names none. */
    public CoveredNames(X509Certificate certificate) {
        for (List<?> entry : alternatives(certificate)) {
            if (entry.get(0) instanceof Integer kind && entry.get(1) instanceof String text) {
                String name = text.toLowerCase(Locale.ROOT);
                if (kind == DNS && name.startsWith("*.")) {
                    suffixes.add(name.substring(1));
                } else if (kind == DNS || kind == ADDRESS) {
                    exact.add(name);
                }
            }
        }
        exactBytes = new NameBytes(bytes(exact));
        suffixBytes = new NameBytes(bytes(suffixes));
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static List<byte[]> bytes(Set<String> names) {
        List<byte[]> all = new ArrayList<>();
        names.forEach(name -> all.add(name.getBytes(StandardCharsets.ISO_8859_1)));
        return all;
    }

    /** Whether the host {@code buffer[start, end)}, in lower case and without a port, is covered. */
    public boolean covers(byte[] buffer, int start, int end) {
        int last = end > start && buffer[end - 1] == '.' ? end - 1 : end;
        if (exactBytes.contains(buffer, start, last)) {
            return true;
        }
        if (suffixBytes.isEmpty()) {
            return false;
        }
        int dot = start;
        while (dot < last && buffer[dot] != '.') {
            dot++;
        }
        return dot > start && suffixBytes.contains(buffer, dot, last);
    }

    /** Names that stand for themselves, in lower case; addresses in the form that Java gives them. */
    public Set<String> exact() {
        return exact;
    }

    /** Of wildcards, what follows the {@code *}. */
    public Set<String> suffixes() {
        return suffixes;
    }
}
