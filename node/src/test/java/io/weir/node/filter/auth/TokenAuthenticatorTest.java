package io.weir.node.filter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.weir.config.model.ClaimMapping;
import io.weir.config.model.Consumer;
import io.weir.config.model.Credential;
import io.weir.config.model.SecretRef;
import io.weir.config.model.TokenKeys;
import io.weir.node.filter.CompilerPorts;
import io.weir.node.filter.HostResolver;
import io.weir.node.filter.auth.Authenticator.Result;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.Revocations;
import io.weir.node.state.Secrets;
import io.weir.node.testkit.Allocations;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.TestExchange;
import io.weir.node.testkit.TestKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenAuthenticatorTest {
    private static final TestKey KEY = TestKey.of("ES256", "k");
    private static final Secrets KEYS = ref ->
            JSONObjectUtils.toJSONString(Map.of("keys", List.of(KEY.jwk()))).getBytes(StandardCharsets.UTF_8);
    private static final List<Consumer> CONSUMERS = List.of(
            Consumer.of("acme", List.of("gold"), List.of()),
            new Consumer(
                    "beta",
                    List.of(),
                    Optional.of("large"),
                    List.of(),
                    Optional.empty(),
                    List.of(new Consumer.TokenSubject("id", "user 7"), new Consumer.TokenSubject("other", "acme")),
                    List.of(),
                    List.of()));

    private static TokenAuthenticator authenticator(ClaimMapping mapping) {
        CompilerPorts ports = FakePorts.asking(
                        call -> CompletableFuture.failedFuture(new IOException("nobody")),
                        KEYS,
                        Revocations.NONE,
                        Runnable::run)
                .apply(FakePorts.compiler(new EndpointStatuses(), FakePorts.NO_LIMITS, HostResolver.SYSTEM));
        Credential.Jwt jwt = new Credential.Jwt(
                "id",
                List.of(),
                new TokenKeys.Kept(new SecretRef(SecretRef.Kind.FILE, "keys")),
                List.of(),
                Duration.ZERO,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                mapping);
        return TokenAuthenticator.of(
                jwt,
                new AuthenticatorParts(
                        new Consumers(CONSUMERS, Revocations.NONE),
                        ports,
                        new AuthenticationState(ports),
                        new Stripping(false),
                        Guesses.NOT_COUNTED));
    }

    private static Map<String, Object> claims() {
        return new HashMap<>(Map.of("iss", "id", "exp", Instant.now().getEpochSecond() + 600));
    }

    private static TestExchange bearing(String token) {
        return TestExchange.of("GET / HTTP/1.1\r\nHost: h\r\nAuthorization: bearer  " + token + "\r\n");
    }

    private static Result examine(TokenAuthenticator authenticator, TestExchange exchange) {
        CompletableFuture<Result> later = new CompletableFuture<>();
        Result now = authenticator.examine(exchange, later::complete);
        return now instanceof Result.Pending ? later.join() : now;
    }

    @ParameterizedTest(name = "{0}={1}: {2} of {3}, {4}")
    @CsvSource(
            delimiter = '|',
            value = {
                "sub  | acme     | acme     | gold,extra  | declared by that name",
                "sub  | user 7   | beta     | extra       | declared with that subject",
                "sub  | stranger | stranger | extra       | not declared",
                "azp  | acme     | nobody   |             | the claim that counts is not there",
                "sub  |          | nobody   |             | it names nobody",
            })
    void theTokenSaysWhoItIs(String claim, String value, String name, String groups, String reason) {
        TokenAuthenticator authenticator =
                authenticator(new ClaimMapping("sub", false, "scp", Optional.of("realm.roles")));
        Map<String, Object> claims = claims();
        claims.put(claim, value == null ? "" : value);
        claims.put("realm", Map.of("roles", List.of("extra")));
        claims.put("scp", "read write");
        Result result = examine(authenticator, bearing(KEY.sign(claims)));
        if (name.equals("nobody")) {
            assertThat(result).as(reason).isEqualTo(Result.WRONG);
            return;
        }
        assertThat(result).as(reason).isInstanceOfSatisfying(Result.Known.class, known -> {
            assertThat(known.identity().consumer().name()).isEqualTo(name);
            assertThat(known.identity().consumer().groups()).containsExactlyInAnyOrder(groups.split(","));
            assertThat(known.identity().consumer().declared()).isEqualTo(!name.equals("stranger"));
            assertThat(known.identity().scopes()).isEqualTo(Set.of("read", "write"));
            assertThat(known.identity().method()).isEqualTo("jwt");
        });
    }

    @Test
    void onlyDeclaredConsumersAreLetInWhereThatIsAskedFor() {
        TokenAuthenticator authenticator = authenticator(new ClaimMapping("sub", true, "scope", Optional.empty()));
        Map<String, Object> claims = claims();
        claims.put("sub", "stranger");
        assertThat(examine(authenticator, bearing(KEY.sign(claims)))).isEqualTo(Result.WRONG);
        claims.put("sub", "acme");
        assertThat(examine(authenticator, bearing(KEY.sign(claims)))).isInstanceOf(Result.Known.class);
    }

    @Test
    void aTokenInAnotherSchemeIsNoneOfOursAndStays() {
        TestExchange exchange = TestExchange.of("GET / HTTP/1.1\r\nHost: h\r\nAuthorization: Basic YTpi\r\n");
        assertThat(examine(authenticator(ClaimMapping.DEFAULT), exchange)).isEqualTo(Result.ABSENT);
        assertThat(exchange.droppedFields).isEmpty();
        TestExchange bad = bearing("x");
        assertThat(examine(authenticator(ClaimMapping.DEFAULT), bad)).isEqualTo(Result.WRONG);
        assertThat(bad.droppedFields).containsExactly("authorization");
    }

    @Test
    void aTokenThatWasSeenBeforeAllocatesNothing() {
        TokenAuthenticator authenticator = authenticator(ClaimMapping.DEFAULT);
        Map<String, Object> claims = claims();
        claims.put("sub", "acme");
        claims.put("padding", "x".repeat(500));
        TestExchange exchange = bearing(KEY.sign(claims));
        Result first = examine(authenticator, exchange);
        assertThat(first).isInstanceOf(Result.Known.class);
        assertThat(authenticator.examine(exchange, later -> {})).isSameAs(first);
        Authenticator.Later nobody = later -> {};
        long bytes = Allocations.leastOf(() -> {
            for (int i = 0; i < 100; i++) {
                exchange.droppedFields.clear();
                authenticator.examine(exchange, nobody);
            }
        });
        assertThat(bytes).isZero();
    }
}
