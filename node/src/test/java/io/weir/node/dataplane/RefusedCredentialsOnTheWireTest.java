package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Policy;
import io.weir.node.filter.CompilerPorts;
import io.weir.node.state.LimitAnswer;
import io.weir.node.state.Limiter;
import io.weir.node.state.Limiters;
import io.weir.node.state.Revocations;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.Hashes;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.SwitchedRevocations;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Credentials that were good, or would be if there were not too much to do or too many wrong ones. */
@ExtendWith(NoLeaks.class)
final class RefusedCredentialsOnTheWireTest {
    private static final String POLICIES =
            """
            policies:
              - { name: in, authenticate: { any-of: [{ api-key: { header: X-Api-Key } }, { basic: {} }], guessing: { failures: 2, per: 1h } } }
            consumers:
              - name: acme
                api-keys: [{ sha256: %s }, { sha256: %s }]
                basic: { password: "$pbkdf2-sha256$i=4096$c2FsdHNhbHQ$ZiMD/VuDIBLM8rT9ZlFkcm8vO44PH2jtvpsH6s4pwvU" }
            """
                    .formatted(Hashes.sha256("secret"), Hashes.sha256("other"));

    private static final String KEY = "X-Api-Key: secret\r\n";
    private static final String OTHER_KEY = "X-Api-Key: other\r\n";
    private static final String PASSWORD = basic("acme:password");

    private final SwitchedRevocations revocations = new SwitchedRevocations();

    @Test
    void aKeyIsRefusedAsSoonAsItIsRevokedAlsoOnAConnectionThatIsOpen() {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(backend, Runnable::run, FakePorts.NO_LIMITS);
                WireClient client = gateway.client()) {
            assertThat(client.get("/", KEY).status()).isEqualTo(200);
            revocations.revoke(Revocations.Kind.API_KEY, Hashes.sha256("secret"));
            WireMessage answer = client.get("/", KEY);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.problem()).isEqualTo("unauthenticated");
            assertThat(client.get("/", OTHER_KEY).status()).isEqualTo(200);
        }
    }

    @Test
    void nothingOfAConsumerIsGoodOnceItIsRevoked() {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(backend, Runnable::run, FakePorts.NO_LIMITS);
                WireClient client = gateway.client()) {
            assertThat(client.get("/", PASSWORD).status()).isEqualTo(200);
            revocations.revoke(Revocations.Kind.CONSUMER, "acme");
            assertThat(client.get("/", KEY).status()).isEqualTo(401);
            assertThat(client.get("/", OTHER_KEY).status()).isEqualTo(401);
            assertThat(client.get("/", PASSWORD).status())
                    .as("although it was checked lately")
                    .isEqualTo(401);
            for (int i = 0; i < 50; i++) {
                assertThat(client.get("/", KEY).status()).as("it is no guess").isEqualTo(401);
            }
        }
    }

    @Test
    void aPasswordThatNobodyHasTimeForIsAnsweredSo() {
        Executor busy = task -> {
            throw new RejectedExecutionException("full");
        };
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(backend, busy, FakePorts.NO_LIMITS);
                WireClient client = gateway.client()) {
            WireMessage answer = client.get("/", PASSWORD);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.problem()).isEqualTo("overloaded");
            assertThat(answer.values("Retry-After")).containsExactly("1");
            assertThat(client.get("/", KEY).status()).as("no work for workers").isEqualTo(200);
        }
    }

    @Test
    void whoGuessesWaitsUntilTheLimitHasDecidedAndIsThenToldForHowLong() {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(backend, Runnable::run, AskedFor::new);
                WireClient client = gateway.client()) {
            for (int i = 0; i < 2; i++) {
                assertThat(client.get("/", basic("acme:guess" + i)).status()).isEqualTo(401);
            }
            for (String tried : new String[] {basic("acme:guess"), PASSWORD}) {
                WireMessage answer = client.get("/", tried);
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.problem()).isEqualTo("too-many-failures");
                assertThat(answer.values("Retry-After")).containsExactly("90");
                assertThat(answer.values("WWW-Authenticate")).isEmpty();
            }
            assertThat(client.get("/", KEY).status()).isEqualTo(200);
            assertThat(backend.requests()).hasSize(1);
        }
    }

    /** Holds nothing, so that each request waits for an answer that comes on its loop, later. All keys share it. */
    private static final class AskedFor implements Limiter {
        private final AtomicLong left;

        AskedFor(Policy.RateLimit policy) {
            left = new AtomicLong(policy.burst());
        }

        @Override
        public Admission admit(byte[] key, int start, int end, long nowNanos, LimitAnswer answer) {
            return Admission.WAIT;
        }

        @Override
        public void await(byte[] key, int start, int end, Executor loop, Waiter waiter) {
            LimitAnswer answer = new LimitAnswer();
            answer.set(0, Duration.ofSeconds(90).toNanos());
            Admission admission = left.getAndDecrement() > 0 ? Admission.ADMITTED : Admission.DENIED;
            loop.execute(() -> waiter.decided(admission, answer));
        }
    }

    private static String basic(String credentials) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)) + "\r\n";
    }

    private TestGateway gateway(TestBackend backend, Executor workers, Limiters limiters) {
        UnaryOperator<CompilerPorts> change = ports -> new CompilerPorts(
                ports.statuses(),
                limiters,
                ports.sessions(),
                ports.resolver(),
                ports.certificates(),
                ports.backendTls(),
                ports.secrets(),
                revocations,
                ports.calls(),
                ports.files(),
                workers,
                ports.providers(),
                ports.replays(),
                ports.caches());
        return TestGateway.start(
                change,
                Documents.to(backend).route("policies: [in]").more(POLICIES).toString());
    }
}
