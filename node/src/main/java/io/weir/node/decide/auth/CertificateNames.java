package io.weir.node.decide.auth;

import io.weir.config.model.Credential.By;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** What a client's certificate may be known by, in a form in which equal names have equal texts. */
public final class CertificateNames {
    /** Kinds of subject alternative names (RFC 5280 §4.2.1.6). */
    private static final int EMAIL = 1;

    private static final int DNS = 2;
    private static final int DIRECTORY = 4;
    private static final int URI = 6;

    /** The extension that has them. */
    private static final String ALTERNATIVES = "2.5.29.17";

    private CertificateNames() {}

    /** Of what a document says; what cannot be such a name is left as it is, and never met. */
    public static String declared(By by, String text) {
        return switch (by) {
            case SAN_DNS, SAN_EMAIL -> text.toLowerCase(Locale.ROOT);
            case SAN_URI, SUBJECT_CN -> text;
            case SUBJECT -> canonical(text);
            case FINGERPRINT -> text.replace(":", "").toLowerCase(Locale.ROOT);
        };
    }

    /** Of a certificate; none when it has no such name, or cannot be read. */
    public static List<String> of(By by, X509Certificate certificate) {
        try {
            return switch (by) {
                case SAN_DNS -> alternatives(certificate, DNS, by);
                case SAN_URI -> alternatives(certificate, URI, by);
                case SAN_EMAIL -> alternatives(certificate, EMAIL, by);
                case SUBJECT -> List.of(certificate.getSubjectX500Principal().getName(X500Principal.CANONICAL));
                case SUBJECT_CN -> commonNames(certificate.getSubjectX500Principal());
                case FINGERPRINT -> List.of(fingerprint(certificate));
            };
        } catch (CertificateParsingException | CertificateEncodingException | InvalidNameException unreadable) {
            return List.of();
        }
    }

    /** All alternative names that are text: hosts and e-mail in lower case, URIs, addresses. Empty: they cannot be read. */
    public static Optional<List<String>> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            if (all == null) {
                return certificate.getExtensionValue(ALTERNATIVES) == null ? Optional.of(List.of()) : Optional.empty();
            }
            List<String> names = new ArrayList<>();
            for (List<?> one : all) {
                if (one.get(1) instanceof String name
                        && !Integer.valueOf(DIRECTORY).equals(one.get(0))) {
                    names.add(isWithoutCase(one.get(0)) ? name.toLowerCase(Locale.ROOT) : name);
                }
            }
            return Optional.of(names);
        } catch (CertificateParsingException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean isWithoutCase(Object kind) {
        return Integer.valueOf(EMAIL).equals(kind) || Integer.valueOf(DNS).equals(kind);
    }

    private static String canonical(String name) {
        try {
            return new X500Principal(name).getName(X500Principal.CANONICAL);
        } catch (IllegalArgumentException noName) {
            return name;
        }
    }

    private static List<String> alternatives(X509Certificate certificate, int kind, By by)
            throws CertificateParsingException {
        Collection<List<?>> all = certificate.getSubjectAlternativeNames();
        List<String> names = new ArrayList<>();
        if (all != null) {
            for (List<?> one : all) {
                if (Integer.valueOf(kind).equals(one.get(0)) && one.get(1) instanceof String name) {
                    names.add(declared(by, name));
                }
            }
        }
        return names;
    }

    private static List<String> commonNames(X500Principal subject) throws InvalidNameException {
        List<String> names = new ArrayList<>();
        for (Rdn part : new LdapName(subject.getName()).getRdns()) {
            Object value = part.getValue();
            if (part.getType().equalsIgnoreCase("CN") && value instanceof String name) {
                names.add(name);
            }
        }
        return names;
    }

    private static String fingerprint(X509Certificate certificate) throws CertificateEncodingException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
