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
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
        return signer(algorithm).material();
    }

    private static RequestSigner signer(SignatureAlgorithm algorithm) {
        return Objects.requireNonNull(SIGNERS.get(algorithm));
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
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HMAC_SHA384", "HMAC_SHA512"})
    void whatWasSignedAsTheAlgorithmSaysIsLetThroughAsTheConsumersAndWithoutTheSignature(SignatureAlgorithm algorithm) {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(backend, "{ signature: {} }");
                WireClient client = gateway.client()) {
            String request = SignedText.post("/a%7e?x=%41&y", BODY).by(signer(algorithm), id(algorithm));
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

    private static final RequestSigner SECRET = signer(SignatureAlgorithm.HMAC_SHA256);
    private static final RequestSigner ED = signer(SignatureAlgorithm.ED25519);
    private static final String SECRET_ID = id(SignatureAlgorithm.HMAC_SHA256);
    private static final String ED_ID = id(SignatureAlgorithm.ED25519);

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }

    private static SignedText get() {
        return SignedText.get("/a?b=c");
    }

    private static SignedText post() {
        return SignedText.post("/a?b=c", BODY);
    }

    private static Arguments row(String reason, int status, String request) {
        return Arguments.of(reason, status, request);
    }

    static Stream<Arguments> requests() {
        String good = get().by(SECRET, SECRET_ID);
        String input = good.replaceAll("(?s).*(Signature-Input: [^\r]*\r\n).*", "$1");
        String made = good.replaceAll("(?s).*(Signature: [^\r]*\r\n).*", "$1");
        String other = get().created(now() - 1).by(SECRET, SECRET_ID);
        String publicText = new String(ED.material(), StandardCharsets.US_ASCII);
        return Stream.of(
                row("as it should be", 200, good),
                row("with a body", 200, post().by(SECRET, SECRET_ID)),
                row(
                        "parts in place of the whole",
                        200,
                        get().covering("@method", "@authority", "@path", "@query")
                                .by(SECRET, SECRET_ID)),
                row(
                        "parts without a query that is not there",
                        200,
                        SignedText.get("/a")
                                .covering("@method", "@authority", "@path")
                                .by(SECRET, SECRET_ID)),
                row(
                        "the target as it was sent",
                        200,
                        get().covering("@method", "@authority", "@request-target")
                                .by(SECRET, SECRET_ID)),
                row(
                        "more than is asked for",
                        200,
                        get().field("x-a", "b")
                                .covering("@method", "@target-uri", "x-a")
                                .by(SECRET, SECRET_ID)),
                row(
                        "the query is missing",
                        401,
                        get().covering("@method", "@authority", "@path").by(SECRET, SECRET_ID)),
                row(
                        "one parameter is not the query",
                        401,
                        get().covering("@method", "@authority", "@path", "\"@query-param\";name=\"b\"")
                                .by(SECRET, SECRET_ID)),
                row("the method is missing", 401, get().covering("@target-uri").by(SECRET, SECRET_ID)),
                row("nothing is signed", 401, get().covering().by(SECRET, SECRET_ID)),
                row(
                        "the digest is missing",
                        401,
                        post().covering("@method", "@target-uri").by(SECRET, SECRET_ID)),
                row(
                        "the digest of another body",
                        401,
                        post().by(SECRET, SECRET_ID).replace("world", "weird")),
                row(
                        "a digest that was changed",
                        401,
                        post().by(SECRET, SECRET_ID).replace("sha-256=:", "sha-256=:A")),
                row(
                        "a digest that nobody knows",
                        401,
                        post().field("content-digest", "md5=:AAAA:").by(SECRET, SECRET_ID)),
                row("another method", 401, good.replace("GET ", "PUT ")),
                row("another path", 401, good.replace("/a?", "/b?")),
                row("another query", 401, good.replace("b=c", "b=d")),
                row("one more parameter", 401, good.replace("b=c", "b=c&d=e")),
                row(
                        "a query that was not there",
                        401,
                        SignedText.get("/a").by(SECRET, SECRET_ID).replace("/a ", "/a?b=c ")),
                row("the same path in another spelling", 401, good.replace("/a?", "/%61?")),
                row("another host", 401, good.replace("Host: example.com", "Host: example.org")),
                row("another port", 401, good.replace("Host: example.com", "Host: example.com:81")),
                row("the usual port", 200, good.replace("Host: example.com", "Host: EXAMPLE.com:80")),
                row(
                        "a field that was changed",
                        401,
                        get().field("x-a", "b")
                                .covering("@method", "@target-uri", "x-a")
                                .by(SECRET, SECRET_ID)
                                .replace("x-a: b", "x-a: c")),
                row(
                        "a line of a field more",
                        401,
                        get().field("x-a", "b")
                                .covering("@method", "@target-uri", "x-a")
                                .by(SECRET, SECRET_ID)
                                .replace("x-a: b", "x-a: b\r\nx-a: c")),
                row(
                        "a field that is not there",
                        401,
                        get().covering("@method", "@target-uri", "x-a").by(SECRET, SECRET_ID)),
                row(
                        "a component twice",
                        401,
                        get().covering("@method", "@target-uri", "@method").by(SECRET, SECRET_ID)),
                row(
                        "of the request of an answer",
                        401,
                        get().covering("@method", "@target-uri", "\"x-a\";req").by(SECRET, SECRET_ID)),
                row(
                        "of a trailer",
                        401,
                        get().covering("@method", "@target-uri", "\"x-a\";tr").by(SECRET, SECRET_ID)),
                row(
                        "of an answer",
                        401,
                        get().covering("@method", "@target-uri", "@status").by(SECRET, SECRET_ID)),
                row(
                        "of an unknown component",
                        401,
                        get().covering("@method", "@target-uri", "@foo").by(SECRET, SECRET_ID)),
                row("five minutes and more old", 401, get().created(now() - 331).by(SECRET, SECRET_ID)),
                row("nearly five minutes old", 200, get().created(now() - 295).by(SECRET, SECRET_ID)),
                row("from the future", 401, get().created(now() + 60).by(SECRET, SECRET_ID)),
                row(
                        "from a clock that is a little ahead",
                        200,
                        get().created(now() + 5).by(SECRET, SECRET_ID)),
                row(
                        "that ends later",
                        200,
                        get().with(";expires=" + (now() + 60)).by(SECRET, SECRET_ID)),
                row(
                        "that has ended",
                        401,
                        get().with(";expires=" + (now() - 60)).by(SECRET, SECRET_ID)),
                row("that was never made", 401, get().by(SECRET, SECRET_ID).replaceAll(";created=\\d+", "")),
                row("made at no time", 401, get().by(SECRET, SECRET_ID).replaceAll("created=\\d+", "created=now")),
                row(
                        "that names its algorithm",
                        200,
                        get().with(";alg=\"hmac-sha256\"").by(SECRET, SECRET_ID)),
                row(
                        "that names another algorithm",
                        401,
                        get().with(";alg=\"ed25519\"").by(SECRET, SECRET_ID)),
                row(
                        "an algorithm that is not one",
                        401,
                        get().with(";alg=\"none\"").by(SECRET, SECRET_ID)),
                row(
                        "with a parameter that nobody knows",
                        200,
                        get().with(";x=?0").by(SECRET, SECRET_ID)),
                row(
                        "a public key taken for a secret",
                        401,
                        get().with(";alg=\"hmac-sha256\"").by(RequestSigner.sharing(publicText), ED_ID)),
                row("by another key", 401, get().by(RequestSigner.of(SignatureAlgorithm.HMAC_SHA256), SECRET_ID)),
                row("by another public key", 401, get().by(RequestSigner.of(SignatureAlgorithm.ED25519), ED_ID)),
                row("of an unknown key", 401, get().by(SECRET, "nobody's")),
                row("of no key", 401, get().by(SECRET, "")),
                row(
                        "of a key for another scheme",
                        401,
                        get().by(signer(SignatureAlgorithm.HMAC_SHA512), id(SignatureAlgorithm.HMAC_SHA512))),
                row("without its input", 401, good.replace(input, "")),
                row("without itself", 401, good.replace(made, "")),
                row("without both", 401, good.replace(made, "").replace(input, "")),
                row(
                        "with the signature of another request",
                        401,
                        good.replace(made, other.replaceAll("(?s).*(Signature: [^\r]*\r\n).*", "$1"))),
                row("a label twice in one field", 401, good.replace(made, made.replace("\r\n", ", sig1=:AAAA:\r\n"))),
                row("a label twice in two fields", 401, good.replace(made, made + "Signature: sig1=:AAAA:\r\n")),
                row("an input twice", 401, good.replace(input, input + input)),
                row("a parameter twice", 401, good.replace(";created", ";keyid=\"a\";created")),
                row(
                        "beside one for somebody else",
                        200,
                        good.replace(input, "Signature-Input: x=();created=1;keyid=\"y\"\r\n" + input)
                                .replace(made, "Signature: x=:AAAA:\r\n" + made)),
                row("no dictionary", 401, good.replace("sig1=(", "sig1=((")),
                row("no bytes", 401, good.replace(made, "Signature: sig1=\"abc\"\r\n")),
                row("an empty signature", 401, good.replace(made, "Signature: sig1=::\r\n")),
                row("too long", 401, good.replace(made, "Signature: sig1=:" + "A".repeat(9000) + ":\r\n")),
                row("too much of it", 401, good.replace(input, input.replace("\r\n", ", a=()".repeat(2000) + "\r\n"))));
    }

    @Test
    void onlyWhatIsSignedAsThePolicyWantsItIsLetThrough() {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(backend, "{ signature: {} }")) {
            requests().forEach(row -> {
                try (WireClient client = gateway.client()) {
                    WireMessage answer = client.send((String) row.get()[2]).answer();
                    assertThat(answer.status()).as("%s: %s", row.get()).isEqualTo(row.get()[1]);
                    if (answer.status() == 401) {
                        assertThat(answer.problem()).isEqualTo("unauthenticated");
                        assertThat(answer.values("WWW-Authenticate")).containsExactly("Signature realm=\"weir\"");
                        assertThat(answer.values("Accept-Signature"))
                                .containsExactly("sig=(\"@method\" \"@target-uri\" \"content-digest\");created;keyid");
                    }
                }
            });
            long let = requests().filter(row -> row.get()[1].equals(200)).count();
            assertThat(backend.requests()).hasSize((int) let);
        }
    }
}
