package io.weir.node.testkit;

import io.weir.config.model.SecretRef;
import io.weir.config.model.SignatureAlgorithm;
import io.weir.node.filter.CompilerPorts;
import io.weir.node.state.Replays;
import io.weir.node.state.Revocations;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** A client with a key for each algorithm, and gateways that know it as the consumer {@code acme}. */
public final class Signers implements AutoCloseable {
    private static final Map<SignatureAlgorithm, RequestSigner> SIGNERS = new EnumMap<>(SignatureAlgorithm.class);

    static {
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            SIGNERS.put(algorithm, RequestSigner.of(algorithm));
        }
    }

    private final ExecutorService workers = Executors.newFixedThreadPool(2);

    public static RequestSigner of(SignatureAlgorithm algorithm) {
        return Objects.requireNonNull(SIGNERS.get(algorithm));
    }

    /** What its key of that algorithm is called. */
    public static String id(SignatureAlgorithm algorithm) {
        return "key " + algorithm.word();
    }

    /** What the document's references to its keys lead to. */
    public static byte[] material(SecretRef ref) throws IOException {
        return of(SignatureAlgorithm.of(ref.name()).orElseThrow(() -> new IOException("there is no " + ref)))
                .material();
    }

    /** With one route to {@code backend} whose policy has {@code credential}, e.g. <code>{ signature: {} }</code>. */
    public TestGateway gateway(TestBackend backend, String credential, String morePolicy) {
        return TestGateway.start(ports(), document(backend, credential, morePolicy));
    }

    /** One of a cluster. */
    public TestGateway gateway(TestBackend backend, String credential, Replays replays) {
        UnaryOperator<CompilerPorts> change = ports -> FakePorts.remembering(ports().apply(ports), replays);
        return TestGateway.start(change, document(backend, credential, ""));
    }

    private UnaryOperator<CompilerPorts> ports() {
        return FakePorts.asking(
                call -> CompletableFuture.failedFuture(new IOException("nobody")),
                Signers::material,
                Revocations.NONE,
                workers);
    }

    private static String document(TestBackend backend, String credential, String morePolicy) {
        String more =
                """
                policies:
                  - { name: in, authenticate: { any-of: [%s]%s } }
                consumers:
                  - name: acme
                    signature-keys:
                %s"""
                        .formatted(credential, morePolicy, keys());
        return Documents.to(backend).route("policies: [in]").more(more).toString();
    }

    private static String keys() {
        StringBuilder keys = new StringBuilder();
        for (SignatureAlgorithm algorithm : SIGNERS.keySet()) {
            String field = algorithm.isShared() ? "secret" : "public-key";
            keys.append("      - { id: \"%s\", algorithm: %s, %s: \"file:%s\" }\n"
                    .formatted(id(algorithm), algorithm.word(), field, algorithm.word()));
        }
        return keys.toString();
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
