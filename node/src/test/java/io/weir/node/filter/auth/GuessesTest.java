package io.weir.node.filter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Consumer;
import io.weir.config.model.Credential;
import io.weir.config.model.Guessing;
import io.weir.config.model.Policy;
import io.weir.config.model.Requirement;
import io.weir.node.control.limit.ClusterLimits;
import io.weir.node.filter.CompilerPorts;
import io.weir.node.filter.HostResolver;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.Filter.Outcome;
import io.weir.node.state.LimitAnswer;
import io.weir.node.state.Limiter;
import io.weir.node.state.Limiters;
import io.weir.node.state.Revocations;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.Hashes;
import io.weir.node.testkit.InProcessCluster;
import io.weir.node.testkit.TestExchange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GuessesTest {
    private static final int FAILURES = 3;
    private static final Guessing TERMS = new Guessing(FAILURES, Duration.ofHours(10));

    /** PBKDF2 with few rounds, of "secret". */
    private static final String PASSWORD = hash("secret");

    private static final List<Consumer> DECLARED = List.of(
            Consumer.of("acme", List.of(), List.of(key("acme-key"))), basic("alice", PASSWORD), basic("bob", PASSWORD));

    private final AuthenticateFilter filter = filter(Optional.of(TERMS), new Buckets());

    @Test
    void wrongPasswordsOfANameAreListenedToSoManyTimesAndThenNotEvenTheRightOne() {
        for (int i = 0; i < FAILURES; i++) {
            assertThat(basic(filter, "alice", "guess-" + i)).isEqualTo(401);
        }
        assertThat(basic(filter, "alice", "guess-more")).isEqualTo(429);
        assertThat(basic(filter, "alice", "secret"))
                .as("it must not be told apart")
                .isEqualTo(429);
        assertThat(basic(filter, "bob", "secret")).as("somebody else there").isEqualTo(200);
        assertThat(key(filter, "acme-key")).as("another credential there").isEqualTo(200);
    }

    @Test
    void anUnknownNameIsAnsweredAsAKnownOne() {
        for (int i = 0; i < FAILURES; i++) {
            assertThat(basic(filter, "nobody", "guess-" + i)).isEqualTo(401);
        }
        assertThat(basic(filter, "nobody", "guess-more")).isEqualTo(429);
        TestExchange exchange = exchange("Authorization: " + credentials("nobody", "again"));
        filter.onRequest(exchange);
        assertThat(Objects.requireNonNull(exchange.denied()).type()).contains("too-many-failures");
        assertThat(exchange.responseFields).containsExactly("Retry-After: 60");
    }

    @Test
    void anAddressHasTenTimesAsManyAndKeysHaveNoNames() {
        for (int i = 0; i < 10 * FAILURES; i++) {
            assertThat(key(filter, "guess-" + i)).isEqualTo(401);
        }
        assertThat(key(filter, "guess-more")).isEqualTo(429);
        assertThat(key(filter, "acme-key")).isEqualTo(429);
        assertThat(basic(filter, "alice", "secret")).isEqualTo(429);
        TestExchange none = exchange("X-Other: x");
        filter.onRequest(none);
        assertThat(Objects.requireNonNull(none.denied()).status())
                .as("nothing was sent")
                .isEqualTo(401);
    }

    @Test
    void aClientThatGoesOnWithADeadKeyDoesNotGuess() {
        for (int i = 0; i < 100 * FAILURES; i++) {
            assertThat(key(filter, "dead")).isEqualTo(401);
            assertThat(basic(filter, "alice", "old")).isEqualTo(401);
        }
        assertThat(key(filter, "acme-key")).isEqualTo(200);
        assertThat(basic(filter, "alice", "secret")).isEqualTo(200);
    }

    @Test
    void goodCredentialsAreCountedNowhere() {
        Buckets buckets = new Buckets();
        AuthenticateFilter counted = filter(Optional.of(TERMS), buckets);
        assertThat(key(counted, "acme-key")).isEqualTo(200);
        assertThat(basic(counted, "alice", "secret")).isEqualTo(200);
        assertThat(buckets.taken).isEmpty();
    }

    @Test
    void offIsOff() {
        AuthenticateFilter off = filter(Optional.empty(), FakePorts.NOTHING_LEFT);
        for (int i = 0; i < 20 * FAILURES; i++) {
            assertThat(basic(off, "alice", "guess-" + i)).isEqualTo(401);
        }
        assertThat(basic(off, "alice", "secret")).isEqualTo(200);
    }

    @Test
    void threeNodesTogetherSayWrongAsOftenAsOneWould(@TempDir Path directory) {
        try (InProcessCluster cluster = InProcessCluster.of(3, directory)) {
            List<AuthenticateFilter> nodes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                nodes.add(filter(Optional.of(TERMS), ClusterLimits.start(cluster.system(i))));
            }
            int told = 0;
            int refused = 0;
            for (int i = 0; i < 30; i++) {
                int status = basic(nodes.get(i % 3), "alice", "guess-" + i);
                told += status == 401 ? 1 : 0;
                refused += status == 429 ? 1 : 0;
            }
            assertThat(told).as("one bucket for all").isEqualTo(FAILURES);
            assertThat(refused).isEqualTo(30 - FAILURES);
            for (AuthenticateFilter node : nodes) {
                assertThat(basic(node, "alice", "secret")).isEqualTo(429);
                // The owner of his bucket may have to start first; who cannot be counted meanwhile is refused.
                Await.until(() -> "bob is let in", () -> basic(node, "bob", "secret") == 200);
            }
        }
    }

    /** A bucket of so many for each limit and key, never filled again; the next token is a minute away. */
    private static final class Buckets implements Limiters {
        final Map<String, Long> taken = new ConcurrentHashMap<>();

        @Override
        public Limiter of(Policy.RateLimit policy) {
            return new Limiter() {
                @Override
                public Admission admit(byte[] key, int start, int end, long nowNanos, LimitAnswer answer) {
                    String bucket = policy.name() + HexFormat.of().formatHex(Arrays.copyOfRange(key, start, end));
                    answer.set(0, Duration.ofMinutes(1).toNanos());
                    return taken.merge(bucket, 1L, Long::sum) <= policy.burst() ? Admission.ADMITTED : Admission.DENIED;
                }

                @Override
                public void await(byte[] key, int start, int end, Executor loop, Waiter waiter) {
                    throw new AssertionError("it never waits");
                }
            };
        }
    }

    private static AuthenticateFilter filter(Optional<Guessing> guessing, Limiters limiters) {
        CompilerPorts ports = FakePorts.compiler(new EndpointStatuses(), limiters, HostResolver.SYSTEM);
        Requirement either = Requirement.anyOf(
                new Credential.ApiKey(Credential.Place.HEADER, "X-Api-Key", Optional.empty()),
                new Credential.Basic("weir"));
        return AuthenticateFilter.of(
                new Policy.Authenticate("in", either, false, Map.of(), guessing),
                new Consumers(DECLARED, Revocations.NONE),
                ports,
                new AuthenticationState(ports));
    }

    private static int basic(AuthenticateFilter filter, String name, String password) {
        return status(filter, "Authorization: " + credentials(name, password));
    }

    private static String credentials(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static int key(AuthenticateFilter filter, String key) {
        return status(filter, "X-Api-Key: " + key);
    }

    private static TestExchange exchange(String field) {
        return TestExchange.of("GET /a HTTP/1.1\r\n" + field);
    }

    private static int status(AuthenticateFilter filter, String field) {
        TestExchange exchange = exchange(field);
        Outcome outcome = filter.onRequest(exchange);
        if (outcome == Outcome.WAIT) {
            Await.until(() -> "an answer", () -> exchange.resumed() != null);
        }
        return exchange.denied() == null ? 200 : exchange.denied().status();
    }

    private static Consumer.ApiKey key(String text) {
        return Consumer.ApiKey.of(Hashes.sha256(text));
    }

    private static Consumer basic(String name, String hash) {
        return new Consumer(
                name,
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.of(new Consumer.Basic(name, hash)),
                List.of(),
                List.of(),
                List.of());
    }

    private static String hash(String password) {
        try {
            byte[] salt = "saltsalt".getBytes(StandardCharsets.US_ASCII);
            byte[] derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, 1000, 256))
                    .getEncoded();
            Base64.Encoder encoder = Base64.getEncoder().withoutPadding();
            return "$pbkdf2-sha256$i=1000$" + encoder.encodeToString(salt) + "$" + encoder.encodeToString(derived);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
