package io.weir.node.filter.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.weir.config.model.Consumer;
import io.weir.config.model.Credential;
import io.weir.node.decide.auth.CertificateNames;
import io.weir.node.state.ClientTls;
import io.weir.node.state.FilterContext;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The client's certificate, which the listener has verified. One whose names lead to several consumers is nobody's. A
 * certificate is read once, not for each request of its connection.
 */
final class MtlsAuthenticator implements Authenticator {
    private static final int MOST = 10_000;

    private final Credential.By by;
    private final Map<String, Result> consumers = new HashMap<>();
    private final Cache<X509Certificate, Read> seen =
            Caffeine.newBuilder().weakKeys().maximumSize(MOST).build();

    /** Connections may outlive the certificates that they began with. */
    private record Read(Result result, long endMillis) {}

    MtlsAuthenticator(Credential.Mtls mtls, Consumers consumers) {
        by = mtls.by();
        for (Consumer consumer : consumers.all()) {
            Result known = new Result.Known(consumers.named(consumer.name(), "mtls"));
            for (String certificate : consumer.certificates()) {
                this.consumers.put(CertificateNames.declared(by, certificate), known);
            }
        }
        if (by == Credential.By.SUBJECT_CN) {
            for (Consumer consumer : consumers.all()) {
                this.consumers.putIfAbsent(consumer.name(), new Result.Known(consumers.named(consumer.name(), "mtls")));
            }
        }
    }

    @Override
    public Result examine(FilterContext exchange, Later later) {
        ClientTls tls = exchange.tls();
        if (tls == null || tls.clientChain().isEmpty()) {
            return Result.ABSENT;
        }
        Read read = seen.get(tls.clientChain().get(0), this::read);
        return System.currentTimeMillis() <= read.endMillis() ? read.result() : Result.WRONG;
    }

    private Read read(X509Certificate certificate) {
        return new Read(
                whose(certificate), certificate.getNotAfter().toInstant().toEpochMilli());
    }

    private Result whose(X509Certificate certificate) {
        Set<Result> found = new HashSet<>();
        for (String name : CertificateNames.of(by, certificate)) {
            Result known = consumers.get(name);
            if (known != null) {
                found.add(known);
            }
        }
        return found.size() == 1 ? found.iterator().next() : Result.WRONG;
    }

    @Override
    public String challenge(boolean wrong) {
        return "ClientCertificate realm=\"weir\"";
    }
}
