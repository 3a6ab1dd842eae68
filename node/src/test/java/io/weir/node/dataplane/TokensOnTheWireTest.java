package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.outbound.OutboundCalls;
import io.weir.node.state.Revocations;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.SwitchedRevocations;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.TestIssuer;
import io.weir.node.testkit.TestKey;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens of an issuer at a whole data plane: keys fetched over HTTP, signatures checked for real. */
class TokensOnTheWireTest {
    private final TestIssuer issuer = TestIssuer.start();
    private final TestBackend backend = TestBackend.saying("in");
    private final SwitchedRevocations revocations = new SwitchedRevocations();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);

    @AfterEach
    void close() {
        issuer.close();
        backend.close();
        workers.shutdownNow();
    }

    private TestGateway gateway(String jwt) {
        return TestGateway.start(
                FakePorts.asking(new OutboundCalls(), FakePorts.NO_SECRETS, revocations, workers), document(jwt));
    }

    private String document(String jwt) {
        return Documents.to(backend)
                .route("policies: [in]")
                .more("policies: [{ name: in, authenticate: { any-of: [{ jwt: { " + jwt + " } }] } }]\n"
                        + "consumers: [{ name: acme, groups: [gold], jwt: [{ issuer: \"" + issuer.issuer()
                        + "\", subject: client-7 }] }]")
                .toString();
    }

    private String discovered() {
        return "issuer: \"" + issuer.issuer() + "\", audience: orders";
    }

    private static WireMessage ask(WireClient client, String token) {
        return client.get("/", "Authorization: Bearer " + token + "\r\n");
    }

    @Test
    void aTokenLetsInAndTellsTheBackendWhoCallsButNotTheToken() {
        try (TestGateway gateway = gateway(discovered() + ", groups-claim: roles");
                WireClient client = gateway.client()) {
            Map<String, Object> claims = issuer.claims("client-7", "orders");
            claims.put("roles", List.of("eu", "b,c"));
            for (int i = 0; i < 2; i++) {
                assertThat(ask(client, issuer.key().sign(claims)).status()).isEqualTo(200);
                WireMessage request = backend.request();
                assertThat(request.field("Authorization")).isEmpty();
                assertThat(request.field("X-Consumer-Name")).contains("acme");
                assertThat(request.field("X-Consumer-Groups")).contains("gold, eu, b%2Cc");
            }
            assertThat(issuer.asked(TestIssuer.JWKS)).isEqualTo(1);
        }
    }

    @Test
    void withoutAGoodTokenTheAnswerSaysNoMoreThanThat() {
        try (TestGateway gateway = gateway(discovered());
                WireClient client = gateway.client()) {
            WireMessage without = client.get("/");
            assertThat(without.status()).isEqualTo(401);
            assertThat(without.field("WWW-Authenticate")).contains("Bearer realm=\"weir\"");
            for (String token : List.of(
                    issuer.token("client-7", "others"),
                    TestKey.of("ES256", "first").sign(issuer.claims("client-7", "orders")),
                    "garbage")) {
                WireMessage wrong = ask(client, token);
                assertThat(wrong.problem()).isEqualTo("unauthenticated");
                assertThat(wrong.field("WWW-Authenticate")).contains("Bearer realm=\"weir\", error=\"invalid_token\"");
            }
            assertThat(backend.requests()).isEmpty();
        }
    }

    @Test
    void aNewKeyOfTheIssuerWorksAtOnceAndInventedOnesDoNotMakeUsAskAgain() {
        try (TestGateway gateway = gateway(discovered());
                WireClient client = gateway.client()) {
            String before = issuer.token("a", "orders");
            assertThat(ask(client, before).status()).isEqualTo(200);
            issuer.rotate(TestKey.of("EdDSA", "second"));
            assertThat(ask(client, issuer.token("a", "orders")).status()).isEqualTo(200);
            assertThat(issuer.asked(TestIssuer.JWKS)).isEqualTo(2);
            for (int i = 0; i < 20; i++) {
                TestKey invented = TestKey.of("ES256", "invented-" + i);
                assertThat(ask(client, invented.sign(issuer.claims("a", "orders")))
                                .status())
                        .isEqualTo(401);
            }
            assertThat(issuer.asked(TestIssuer.JWKS)).isEqualTo(2);
            assertThat(ask(client, before).status())
                    .as("the first key is still there")
                    .isEqualTo(200);
        }
    }

    @Test
    void whileTheIssuerIsDownKnownKeysGoOnAndWithoutAnyTheAnswerIsNotThatTheTokenIsWrong() {
        try (TestGateway gateway = gateway(discovered());
                WireClient client = gateway.client()) {
            assertThat(ask(client, issuer.token("a", "orders")).status()).isEqualTo(200);
            issuer.mood(TestIssuer.Mood.ERROR_500);
            assertThat(ask(client, issuer.token("b", "orders")).status()).isEqualTo(200);
            gateway.change(document(discovered() + ", leeway: 10s"));
            assertThat(ask(client, issuer.token("c", "orders")).status())
                    .as("another revision knows the keys")
                    .isEqualTo(200);
        }
        try (TestGateway gateway = gateway(discovered());
                WireClient client = gateway.client()) {
            WireMessage answer = ask(client, issuer.token("a", "orders"));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.problem()).isEqualTo("authentication-unavailable");
        }
    }

    @Test
    void aTokenThatLacksScopesIsToldWhichAndOneWithThemIsLetIn() {
        String document = Documents.to(backend)
                .route("policies: [in, writers]")
                .more(
                        "policies:\n  - { name: in, authenticate: { any-of: [{ jwt: { " + discovered() + " } }] } }\n"
                                + "  - { name: writers, authorize: { all-of: [{ claim: { name: dept, value: sales } },"
                                + " { any-of: [{ scope: admin }, { all-of: [{ scope: \"orders:read\" }, { scope: \"orders:write\" }] }] }] } }\n")
                .toString();
        try (TestGateway gateway = TestGateway.start(
                        FakePorts.asking(new OutboundCalls(), FakePorts.NO_SECRETS, revocations, workers), document);
                WireClient client = gateway.client()) {
            Map<String, Object> claims = issuer.claims("client-7", "orders");
            claims.put("scope", "orders:read");
            claims.put("dept", "sales");
            WireMessage lacking = ask(client, issuer.key().sign(claims));
            assertThat(lacking.problem()).isEqualTo("forbidden");
            assertThat(lacking.values("WWW-Authenticate"))
                    .as("the first of those that need one scope more")
                    .containsExactly("Bearer realm=\"weir\", error=\"insufficient_scope\", scope=\"admin\"");
            claims.put("dept", "stock");
            WireMessage other = ask(client, issuer.key().sign(claims));
            assertThat(other.problem()).isEqualTo("forbidden");
            assertThat(other.values("WWW-Authenticate"))
                    .as("no scope would help")
                    .isEmpty();
            claims.put("dept", List.of("sales", "stock"));
            claims.put("scope", "orders:read orders:write");
            assertThat(ask(client, issuer.key().sign(claims)).status()).isEqualTo(200);
        }
    }

    @Test
    void aTokenThatIsRevokedIsRefusedFromThenOnThoughItWasSeenBefore() {
        try (TestGateway gateway = gateway(discovered());
                WireClient client = gateway.client()) {
            Map<String, Object> claims = issuer.claims("a", "orders");
            claims.put("jti", "token-1");
            String token = issuer.key().sign(claims);
            assertThat(ask(client, token).status()).isEqualTo(200);
            revocations.revoke(Revocations.Kind.TOKEN, "token-1");
            assertThat(ask(client, token).status()).isEqualTo(401);
            assertThat(ask(client, issuer.token("client-7", "orders")).status()).isEqualTo(200);
            revocations.revoke(Revocations.Kind.CONSUMER, "acme");
            assertThat(ask(client, issuer.token("client-7", "orders")).status()).isEqualTo(401);
        }
    }

    @Test
    void aTokenMayBeElsewhereThanInAuthorization() {
        String jwt = "issuer: \"" + issuer.issuer() + "\", jwks: \"" + issuer.jwks() + "\", from: { cookie: token }";
        try (TestGateway gateway = gateway(jwt);
                WireClient client = gateway.client()) {
            String token = issuer.token("a", "anything");
            assertThat(ask(client, token).status()).isEqualTo(401);
            assertThat(client.get("/", "Cookie: a=b; token=" + token + "; c=d\r\n")
                            .status())
                    .isEqualTo(200);
            assertThat(backend.request().field("Cookie").orElse("")).doesNotContain(token);
            assertThat(issuer.asked(TestIssuer.DISCOVERY)).isZero();
        }
    }
}
