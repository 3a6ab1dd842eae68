package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.SignatureAlgorithm;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.RequestSigner;
import io.weir.node.testkit.SignedText;
import io.weir.node.testkit.Signers;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.nio.charset.StandardCharsets;
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
    private static final Signers SIGNERS = new Signers();
    private static final String BODY = "{\"hello\": \"world\"}";

    @AfterAll
    static void end() {
        SIGNERS.close();
    }

    private static TestGateway gateway(TestBackend backend, String credential) {
        return SIGNERS.gateway(backend, credential, ", guessing: off");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"HMAC_SHA384", "HMAC_SHA512"})
    void whatWasSignedAsTheAlgorithmSaysIsLetThroughAsTheConsumersAndWithoutTheSignature(SignatureAlgorithm algorithm) {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(backend, "{ signature: {} }");
                WireClient client = gateway.client()) {
            String request = SignedText.post("/a%7e?x=%41&y", BODY).by(Signers.of(algorithm), Signers.id(algorithm));
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

    private static final RequestSigner SECRET = Signers.of(SignatureAlgorithm.HMAC_SHA256);
    private static final RequestSigner ED = Signers.of(SignatureAlgorithm.ED25519);
    private static final String SECRET_ID = Signers.id(SignatureAlgorithm.HMAC_SHA256);
    private static final String ED_ID = Signers.id(SignatureAlgorithm.ED25519);

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
                        get().by(
                                        Signers.of(SignatureAlgorithm.HMAC_SHA512),
                                        Signers.id(SignatureAlgorithm.HMAC_SHA512))),
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

    @Test
    void aNonceIsGoodOnce() {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(backend, "{ signature: { nonce: required } }");
                WireClient client = gateway.client()) {
            String request = post().with(";nonce=\"one\"").by(ED, ED_ID);
            assertThat(client.send(request.replace("world", "weird")).answer().status())
                    .as("what fails for its body does not use the nonce up")
                    .isEqualTo(401);
            assertThat(client.send(request).answer().status()).isEqualTo(200);
            assertThat(client.send(request).answer().status()).isEqualTo(401);
            String signedAnew = post().created(now() - 1).with(";nonce=\"one\"").by(ED, ED_ID);
            assertThat(client.send(signedAnew).answer().status()).isEqualTo(401);
            assertThat(client.send(post().with(";nonce=\"one\"").by(SECRET, SECRET_ID))
                            .answer()
                            .status())
                    .as("nonces are the key's")
                    .isEqualTo(200);
            assertThat(client.send(post().with(";nonce=\"two\"").by(ED, ED_ID))
                            .answer()
                            .status())
                    .isEqualTo(200);
            assertThat(client.send(post().by(ED, ED_ID)).answer().status())
                    .as("without a nonce")
                    .isEqualTo(401);
            assertThat(backend.requests()).hasSize(3);
        }
    }

    @Test
    void withoutANonceWhatIsSignedIsGoodOnceIfThePolicySaysSo() {
        RequestSigner ecdsa = Signers.of(SignatureAlgorithm.ECDSA_P256_SHA256);
        String id = Signers.id(SignatureAlgorithm.ECDSA_P256_SHA256);
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(backend, "{ signature: { replay: refuse } }");
                WireClient client = gateway.client()) {
            SignedText text = get().created(now() - 1);
            assertThat(client.send(text.by(ecdsa, id)).answer().status()).isEqualTo(200);
            assertThat(client.send(text.by(ecdsa, id)).answer().status())
                    .as("another signature of the same")
                    .isEqualTo(401);
            assertThat(client.send(get().created(now() - 2).by(ecdsa, id))
                            .answer()
                            .status())
                    .isEqualTo(200);
        }
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(backend, "{ signature: { replay: allow } }");
                WireClient client = gateway.client()) {
            String request = get().with(";nonce=\"one\"").by(ED, ED_ID);
            assertThat(client.send(request).answer().status()).isEqualTo(200);
            assertThat(client.send(request).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void thePolicyChoosesAmongSignatures() {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway =
                        gateway(backend, "{ signature: { tag: app, label: mine, algorithms: [ed25519] } }");
                WireClient client = gateway.client()) {
            String good = get().label("mine").with(";tag=\"app\"").by(ED, ED_ID);
            assertThat(client.send(good).answer().status()).isEqualTo(200);
            assertThat(client.send(get().with(";tag=\"app\"").by(ED, ED_ID))
                            .answer()
                            .status())
                    .as("another label")
                    .isEqualTo(401);
            assertThat(client.send(get().label("mine").by(ED, ED_ID)).answer().status())
                    .as("no tag")
                    .isEqualTo(401);
            WireMessage other = client.send(
                            get().label("mine").with(";tag=\"app\"").by(SECRET, SECRET_ID))
                    .answer();
            assertThat(other.status()).as("another algorithm").isEqualTo(401);
            assertThat(other.values("Accept-Signature"))
                    .containsExactly("mine=(\"@method\" \"@target-uri\" \"content-digest\")"
                            + ";created;keyid;alg=\"ed25519\";tag=\"app\"");
        }
    }

    @Test
    void aBodyThatIsSignedComesWholeOrNotAtAll() {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(backend, "{ signature: { body: 64KiB } }");
                WireClient client = gateway.client()) {
            String large = "x".repeat(60_000);
            assertThat(client.send(SignedText.post("/", large).by(ED, ED_ID))
                            .answer()
                            .status())
                    .isEqualTo(200);
            assertThat(backend.request().body()).isEqualTo(large);
            String chunked = post().by(SECRET, SECRET_ID)
                    .replace("content-length: 18", "Transfer-Encoding: chunked")
                    .replace(BODY, "12\r\n" + BODY + "\r\n0\r\n\r\n");
            assertThat(client.send(chunked).answer().status()).isEqualTo(200);
            assertThat(backend.requests()).hasSize(2);
        }
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(backend, "{ signature: { body: 64KiB } }");
                WireClient client = gateway.client()) {
            WireMessage answer = client.send(
                            SignedText.post("/", "x".repeat(70_000)).by(ED, ED_ID))
                    .answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(backend.requests()).isEmpty();
        }
    }

    @Test
    void signaturesAreForwardedIfThePolicySaysSo() {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = SIGNERS.gateway(backend, "{ signature: {} }", ", forward-credentials: true");
                WireClient client = gateway.client()) {
            assertThat(client.send(get().by(ED, ED_ID)).answer().status()).isEqualTo(200);
            assertThat(backend.request().field("Signature")).isPresent();
            assertThat(backend.request().field("Signature-Input")).isPresent();
        }
    }

    @Test
    void nobodyIsAskedForABodyBeforeTheSignatureIsGood() {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(backend, "{ signature: {} }")) {
            String good = post().field("expect", "100-continue").by(ED, ED_ID);
            String head = good.substring(0, good.length() - BODY.length());
            try (WireClient client = gateway.client()) {
                assertThat(client.send(head).head().status()).isEqualTo(100);
                assertThat(backend.requests()).isEmpty();
                assertThat(client.send(BODY).answer().status()).isEqualTo(200);
            }
            try (WireClient client = gateway.client()) {
                assertThat(client.send(head.replace("/a?", "/b?")).answer().status())
                        .isEqualTo(401);
            }
            assertThat(backend.requests()).hasSize(1);
        }
    }

    @Test
    void whoLeavesAmongItsBodyLeavesNothingBehind() {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(backend, "{ signature: {} }")) {
            String good = SignedText.post("/", "x".repeat(50_000)).by(ED, ED_ID);
            for (int length : new int[] {good.length() - 1, good.length() - 30_000, good.length() - 50_000}) {
                try (WireClient client = gateway.client()) {
                    client.send(good.substring(0, length));
                    Await.until(() -> "the connection is there", () -> gateway.connections() == 1);
                }
                Await.until(() -> "the connection is gone", () -> gateway.connections() == 0);
            }
            assertThat(backend.requests()).isEmpty();
            try (WireClient client = gateway.client()) {
                assertThat(client.send(good).answer().status()).isEqualTo(200);
            }
        }
    }
}
