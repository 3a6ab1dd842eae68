package io.weir.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.NodeSettings.AdminClients;
import io.weir.config.formation.NodeSettings.AdminOidc;
import io.weir.node.filter.auth.token.IdentityProviders;
import io.weir.node.filter.auth.token.IssuedRoles;
import io.weir.node.outbound.OutboundCalls;
import io.weir.node.state.Revocations;
import io.weir.node.state.Sealing;
import io.weir.node.testkit.SwitchedRevocations;
import io.weir.node.testkit.TestIssuer;
import io.weir.node.testkit.TestKey;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that an issuer signed, at the admin API: a real issuer, real signatures. */
class IssuedTokensTest {
    private static final String AUDIENCE = "weir-admin";

    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final OutboundCalls calls = new OutboundCalls();
    private final SwitchedRevocations revocations = new SwitchedRevocations();
    private final TestIssuer issuer = TestIssuer.start();
    private final FakeNode node = new FakeNode();
    private AdminClient admin;

    @BeforeEach
    void start() {
        AdminOidc oidc = new AdminOidc(
                issuer.issuer(),
                List.of(AUDIENCE),
                Optional.empty(),
                Optional.empty(),
                "sub",
                "realm.roles",
                new AdminClients(List.of("staff"), List.of("on-call"), List.of("platform", "root")));
        node.issuer = IssuedRoles.of(oidc, providers(), revocations, workers);
        admin = AdminClient.of(node);
    }

    @AfterEach
    void stop() {
        admin.close();
        issuer.close();
        workers.shutdownNow();
    }

    private IdentityProviders providers() {
        return new IdentityProviders(
                calls,
                ref -> {
                    throw new IOException("no secrets here");
                },
                Sealing.IMPOSSIBLE,
                workers);
    }

    private Map<String, Object> claims(Object roles) {
        Map<String, Object> claims = issuer.claims("alice", AUDIENCE);
        claims.put("realm", Map.of("roles", roles));
        return claims;
    }

    private String token(Object roles) {
        return issuer.key().sign(claims(roles));
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return admin.send(admin.anonymous(path).header("Authorization", "Bearer " + token));
    }

    @ParameterizedTest
    @CsvSource({
        "staff, 200, 403, one role",
        "sales staff, 200, 403, among others",
        "platform, 200, 200, the highest",
        "staff root, 200, 200, the highest of several",
        "on-call, 200, 403, more than to read and less than all",
        "STAFF, 403, 403, spelled otherwise",
        "sales, 403, 403, none that is known",
    })
    void aRoleComesFromTheClaim(String roles, int reading, int tokens, String why) throws Exception {
        assertThat(get("/v1/cluster", token(roles)).statusCode()).as(why).isEqualTo(reading);
        assertThat(get("/v1/tokens", token(List.of(roles.split(" ")))).statusCode())
                .as(why)
                .isEqualTo(tokens);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "al\tice", "alice\nadmin", "alice\u0000", "alice\u0085"})
    void nobodyHasANameThatEndsALineOrAField(String name) throws Exception {
        Map<String, Object> claims = claims("root");
        claims.put("sub", name);
        assertThat(get("/v1/cluster", issuer.key().sign(claims)).statusCode()).isEqualTo(401);
    }

    @Test
    void holdersAreCalledByTheirNameInTheAuditLog() throws Exception {
        HttpResponse<String> answer = get("/v1/tokens", token("staff"));
        assertThat(answer.body()).contains("oidc:alice").contains("viewer");
        assertThat(node.audit.events.get(0).who()).isEqualTo("oidc:alice");
        assertThat(get("/v1/cluster", token("sales")).body())
                .contains("oidc:alice")
                .contains("weir.admin.oidc");
    }

    @Test
    void whatTheIssuerDidNotSignForThisIsNobodys() throws Exception {
        Map<String, Object> foreign = claims("root");
        foreign.put("aud", "shop");
        Map<String, Object> old = claims("root");
        old.put("exp", 1_700_000_000L);
        Map<String, Object> nameless = claims("root");
        nameless.remove("sub");
        for (String token : List.of(
                issuer.key().sign(foreign),
                issuer.key().sign(old),
                issuer.key().sign(nameless),
                TestKey.of("ES256", "stranger").sign(claims("root")),
                token("root") + "x",
                "a.b.c")) {
            HttpResponse<String> answer = get("/v1/cluster", token);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                    .contains("invalid_token");
            assertThat(answer.body()).doesNotContain(token);
        }
        assertThat(node.guessLimit.left.get()).isEqualTo(1000 - 6);
    }

    @Test
    void aTokenThatIsRevokedIsNobodysAlthoughItWasSeenBefore() throws Exception {
        Map<String, Object> claims = claims("root");
        claims.put("jti", "t-1");
        String token = issuer.key().sign(claims);
        assertThat(get("/v1/cluster", token).statusCode()).isEqualTo(200);
        revocations.revoke(Revocations.Kind.TOKEN, "t-1");
        assertThat(get("/v1/cluster", token).statusCode()).isEqualTo(401);
    }

    @Test
    void whileTheIssuerHasNoKeysNobodyIsToldThatTheTokenIsWrongAndOwnTokensGoOn() throws Exception {
        issuer.mood(TestIssuer.Mood.ERROR_500);
        AdminOidc oidc = new AdminOidc(
                issuer.issuer() + "/down",
                List.of(AUDIENCE),
                Optional.empty(),
                Optional.empty(),
                "sub",
                "groups",
                new AdminClients(List.of("staff"), List.of(), List.of()));
        node.issuer = IssuedRoles.of(oidc, providers(), revocations, workers);
        HttpResponse<String> answer = get("/v1/cluster", token("staff"));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("authentication-unavailable");
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(admin.get("/v1/cluster").statusCode()).isEqualTo(200);
    }
}
