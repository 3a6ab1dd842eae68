package io.weir.node.decide.tls;

import io.weir.node.decide.certificate.CertificateNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The hosts that a certificate covers, for requests: looked up in bytes, without allocating. Immutable. */
public final class CoveredNames {
    private final CertificateNames names;
    private final NameBytes exact;
    private final NameBytes suffixes;

    public CoveredNames(CertificateNames names) {
        this.names = names;
        exact = new NameBytes(bytes(names.exact()));
        suffixes = new NameBytes(bytes(names.wildcards()));
    }

    private static List<byte[]> bytes(Set<String> names) {
        List<byte[]> all = new ArrayList<>();
        names.forEach(name -> all.add(name.getBytes(StandardCharsets.ISO_8859_1)));
        return all;
    }

    /**
     * Whether the host {@code buffer[start, end)}, in lower case and without a port, is covered. A wildcard stands for one
     * label; a dot at the end does not count.
     */
    public boolean covers(byte[] buffer, int start, int end) {
        int last = end > start && buffer[end - 1] == '.' ? end - 1 : end;
        if (exact.contains(buffer, start, last)) {
            return true;
        }
        if (suffixes.isEmpty()) {
            return false;
        }
        int dot = start;
        while (dot < last && buffer[dot] != '.') {
            dot++;
        }
        return dot > start && suffixes.contains(buffer, dot, last);
    }

    /** As the certificate has them. */
    public CertificateNames names() {
        return names;
    }
}
