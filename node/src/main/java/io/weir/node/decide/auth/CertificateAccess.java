package io.weir.node.decide.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.weir.config.model.AccessRule;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * A client certificate whose names match all patterns that are there. Of no certificate, or of one whose names cannot be
 * read, nothing is known. A certificate is read once, not for each request of its connection.
 */
final class CertificateAccess implements Access {
    /** The extension that has the alternative names, and their kinds (RFC 5280 §4.2.1.6). */
    private static final String NAMES = "2.5.29.17";

    private static final int EMAIL = 1;
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int ADDRESS = 7;
    private static final int MOST_REMEMBERED = 10_000;

    private final @Nullable String san;
    private final @Nullable String subject;
    private final @Nullable String issuer;
    private final Cache<X509Certificate, Truth> read =
            Caffeine.newBuilder().weakKeys().maximumSize(MOST_REMEMBERED).build();

    CertificateAccess(AccessRule.Certificate rule) {
        san = rule.san().orElse(null);
        subject = rule.subject().orElse(null);
        issuer = rule.issuer().orElse(null);
    }

    @Override
    public Truth ask(Subject caller) {
        X509Certificate certificate = caller.certificate();
        return certificate == null ? Truth.UNKNOWN : read.get(certificate, this::compare);
    }

    private Truth compare(X509Certificate certificate) {
        return name(subject, certificate.getSubjectX500Principal())
                .and(name(issuer, certificate.getIssuerX500Principal()))
                .and(alternative(certificate));
    }

    private static Truth name(@Nullable String pattern, X500Principal name) {
        return Truth.of(pattern == null || Glob.matches(pattern, name.getName(), false));
    }

    private Truth alternative(X509Certificate certificate) {
        if (san == null) {
            return Truth.YES;
        }
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names == null) {
                return certificate.getExtensionValue(NAMES) == null ? Truth.NO : Truth.UNKNOWN;
            }
            for (List<?> name : names) {
                if (matches(san, name)) {
                    return Truth.YES;
                }
            }
            return Truth.NO;
        } catch (CertificateParsingException unreadable) {
            return Truth.UNKNOWN;
        }
    }

    /** E-mail, DNS and address have no case, URI has; the other kinds are no text. */
    private static boolean matches(String pattern, List<?> name) {
        if (!(name.get(0) instanceof Integer kind) || !(name.get(1) instanceof String text)) {
            return false;
        }
        return (kind == EMAIL || kind == DNS || kind == ADDRESS) && Glob.matches(pattern, text, true)
                || kind == URI && Glob.matches(pattern, text, false);
    }
}
