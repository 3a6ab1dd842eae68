package io.weir.node.app.cert;

import java.net.InetSocketAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.util.IPAddress;

/**
 * Whom a leaf is for.
 *
 * @param name its common name
 * @param alternatives host names, {@code *.} names, addresses, mail addresses, in the form of {@link #canonical}
 */
record Subject(String name, Set<String> alternatives, Use use) {
    /** What a leaf may be used for, and for nothing else (RFC 5280 §4.2.1.12). */
    enum Use {
        SERVER(KeyPurposeId.id_kp_serverAuth),
        CLIENT(KeyPurposeId.id_kp_clientAuth),
        /** A node opens connections to the others and accepts theirs with one certificate. */
        NODE(KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth);

        private final List<KeyPurposeId> purposes;

        Use(KeyPurposeId... purposes) {
            this.purposes = List.of(purposes);
        }

        KeyPurposeId[] purposes() {
            return purposes.toArray(new KeyPurposeId[0]);
        }
    }

    private static final Pattern HOST =
            Pattern.compile("(\\*\\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Pattern MAIL = Pattern.compile("[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+");
    private static final int LONGEST_HOST = 253;

    Subject {
        alternatives = Set.copyOf(alternatives);
    }

    /** One form for each name, so that names can be compared. Empty if it is none that a certificate can be made for. */
    static Optional<String> canonical(String text) {
        if (IPAddress.isValid(text)) {
            return Optional.of(new InetSocketAddress(text, 0).getAddress().getHostAddress());
        }
        String lower = text.toLowerCase(Locale.ROOT);
        boolean usable = MAIL.matcher(text).matches()
                || lower.length() <= LONGEST_HOST && HOST.matcher(lower).matches();
        return usable ? Optional.of(text.contains("@") ? text : lower) : Optional.empty();
    }

    /** The same subject, with the names that another certificate has too. */
    Subject withNamesOf(X509Certificate certificate) {
        Set<String> all = new LinkedHashSet<>(alternatives);
        all.addAll(namesOf(certificate));
        return new Subject(name, all, use);
    }

    boolean isCoveredBy(X509Certificate certificate) {
        return namesOf(certificate).containsAll(alternatives);
    }

    GeneralName[] asn1() {
        return alternatives.stream().sorted().map(Subject::asn1).toArray(GeneralName[]::new);
    }

    private static GeneralName asn1(String name) {
        int type = GeneralName.dNSName;
        if (IPAddress.isValid(name)) {
            type = GeneralName.iPAddress;
        } else if (name.contains("@")) {
            type = GeneralName.rfc822Name;
        }
        return new GeneralName(type, name);
    }

    private static Set<String> namesOf(X509Certificate certificate) {
        Set<String> names = new LinkedHashSet<>();
        try {
            if (certificate.getSubjectAlternativeNames() != null) {
                for (List<?> name : certificate.getSubjectAlternativeNames()) {
                    canonical(String.valueOf(name.get(1))).ifPresent(names::add);
                }
            }
        } catch (CertificateParsingException e) {
            // It names nothing that can be read.
        }
        return names;
    }
}
