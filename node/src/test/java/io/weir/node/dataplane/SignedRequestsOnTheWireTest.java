package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.SecretRef;
import io.weir.config.model.SignatureAlgorithm;
import io.weir.node.state.Revocations;
import io.weir.node.state.Secrets;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.RequestSigner;
import io.weir.node.testkit.SignedText;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests signed by the rules of RFC 9421, by a client that does not share a line with the gateway. */
@ExtendWith(NoLeaks.class)
final class SignedRequestsOnTheWireTest {
    private static final Map<SignatureAlgorithm, RequestSigner> SIGNERS = new EnumMap<>(SignatureAlgorithm.class);
    private static final ExecutorService WORKERS = Executors.newFixedThreadPool(2);
    private static final String BODY = "{\"hello\": \"world\"}";

    static {
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            SIGNERS.put(algorithm, RequestSigner.of(algorithm));
        }
    }

    @AfterAll
    static void endWorkers() {
        WORKERS.shutdownNow();
    }

    private static byte[] secret(SecretRef ref) throws IOException {
        SignatureAlgorithm algorithm = SignatureAlgorithm.of(ref.name()).orElseThrow(() -> new IOException("none"));
        return SIGNERS.get(algorithm).material();
    }

    private static String id(SignatureAlgorithm algorithm) {
        return "key " + algorithm.word();
    }

    private static TestGateway gateway(TestBackend backend, String policy) {
        StringBuilder keys = new StringBuilder();
        for (SignatureAlgorithm algorithm : SIGNERS.keySet()) {
            String field = algorithm.isShared() ? "secret" : "public-key";
            keys.append("      - { id: \"key %s\", algorithm: %s, %s: \"file:%s\" }\n"
                    .formatted(algorithm.word(), algorithm.word(), field, algorithm.word()));
        }
        String more =
                """
                policies:
                  - { name: in, authenticate: { any-of: [%s], guessing: off } }
                consumers:
                  - name: acme
                    signature-keys:
                %s"""
                        .formatted(policy, keys);
        Secrets secrets = SignedRequestsOnTheWireTest::secret;
        return TestGateway.start(
                FakePorts.asking(
                        call -> CompletableFuture.failedFuture(new IOException("nobody")),
                        secrets,
                        Revocations.NONE,
                        WORKERS),
                Documents.to(backend).route("policies: [in]").more(more).toString());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"HMAC_SHA384", "HMAC_SHA512"})
    void whatWasSignedAsTheAlgorithmSaysIsLetThroughAsTheConsumersAndWithoutTheSignature(SignatureAlgorithm algorithm) {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(backend, "{ signature: {} }");
                WireClient client = gateway.client()) {
            String request = SignedText.post("/a%7e?x=%41&y", BODY).by(SIGNERS.get(algorithm), id(algorithm));
            WireMessage answer = client.send(request).answer();
            assertThat(answer.status()).isEqualTo(200);
            WireMessage seen = backend.request();
            assertThat(seen.field("X-Consumer-Name")).contains("acme");
            assertThat(seen.field("Signature")).isEmpty();
            assertThat(seen.field("Signature-Input")).isEmpty();
            assertThat(seen.body()).isEqualTo(BODY);
            assertThat(seen.target()).isEqualTo("/a~?x=%41&y");
        }
    }
}
