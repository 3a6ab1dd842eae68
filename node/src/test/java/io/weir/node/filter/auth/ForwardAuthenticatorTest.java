package io.weir.node.filter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Credential;
import io.weir.config.model.SecretRef;
import io.weir.node.filter.CompilerPorts;
import io.weir.node.filter.HostResolver;
import io.weir.node.filter.auth.Authenticator.Result;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.HttpCalls;
import io.weir.node.state.Revocations;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestExchange;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class ForwardAuthenticatorTest {
    private final AtomicBoolean full = new AtomicBoolean();
    private final List<Result> results = new ArrayList<>();

    private ForwardAuthenticator authenticator() {
        byte[] trust = TestCa.root("decider").pem().getBytes(StandardCharsets.US_ASCII);
        Executor workers = task -> {
            if (full.get()) {
                throw new RejectedExecutionException("full");
            }
            task.run();
        };
        CompilerPorts ports = FakePorts.asking(
                        call -> CompletableFuture.completedFuture(new HttpCalls.Reply(204, Map.of(), new byte[0])),
                        ref -> trust,
                        Revocations.NONE,
                        workers)
                .apply(FakePorts.compiler(new EndpointStatuses(), FakePorts.NO_LIMITS, HostResolver.SYSTEM));
        Credential.ForwardAuth policy = new Credential.ForwardAuth(
                URI.create("https://decider.example/"),
                List.of("Cookie"),
                List.of(),
                Optional.empty(),
                Duration.ofSeconds(1),
                false,
                Optional.of(new SecretRef(SecretRef.Kind.FILE, "trust.pem")));
        AuthenticatorParts parts = new AuthenticatorParts(
                new Consumers(List.of(), Revocations.NONE),
                ports,
                new AuthenticationState(ports),
                new Stripping(false),
                Guesses.NOT_COUNTED);
        return new ForwardAuthenticator(policy, parts);
    }

    @Test
    void theDeciderIsAskedAgainOnceWorkersHaveTimeHoweverManyHadToDoWithoutIt() {
        ForwardAuthenticator authenticator = authenticator();
        full.set(true);
        for (int i = 0; i < 6_000; i++) {
            authenticator.examine(TestExchange.of("GET /a HTTP/1.1"), results::add);
        }
        assertThat(results).hasSize(6_000).containsOnly(Result.UNAVAILABLE);
        full.set(false);
        results.clear();
        authenticator.examine(TestExchange.of("GET /a HTTP/1.1"), results::add);
        assertThat(results).containsExactly(Result.NOBODY);
    }
}
