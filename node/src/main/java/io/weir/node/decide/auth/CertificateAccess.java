package io.weir.node.decide.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.weir.config.model.AccessRule;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * A client certificate whose names match all patterns that are there. Of no certificate, or of one whose names cannot be
 * read, nothing is known. A certificate is read once, not for each request of its connection.
 */
final class CertificateAccess implements Access {
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
        return Truth.of(pattern == null || Glob.matches(pattern, name.getName()));
    }

    private Truth alternative(X509Certificate certificate) {
        if (san == null) {
            return Truth.YES;
        }
        Optional<List<String>> names = CertificateNames.alternatives(certificate);
        if (names.isEmpty()) {
            return Truth.UNKNOWN;
        }
        for (String name : names.get()) {
            if (Glob.matches(san, name)) {
                return Truth.YES;
            }
        }
        return Truth.NO;
    }
}
