package io.weir.node.testkit;

import io.weir.node.control.certificates.Challenges;
import io.weir.node.control.replication.Reach;
import io.weir.node.state.CertificateMaterial;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** No challenge is ever open. */
public final class NoChallenges implements Challenges {
    private static CompletionStage<Reach> done() {
        return CompletableFuture.completedFuture(Reach.EVERY_NODE);
    }

    @Override
    public CompletionStage<Reach> openHttp(String token, String keyAuthorization) {
        return done();
    }

    @Override
    public CompletionStage<Reach> openTls(String host, String certificatePem, String keyPem) {
        return done();
    }

    @Override
    public CompletionStage<Reach> closeHttp(String token) {
        return done();
    }

    @Override
    public CompletionStage<Reach> closeTls(String host) {
        return done();
    }

    @Override
    public @Nullable String http(String token) {
        return null;
    }

    @Override
    public @Nullable CertificateMaterial tls(String host) {
        return null;
    }
}
