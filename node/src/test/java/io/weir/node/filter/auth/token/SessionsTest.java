package io.weir.node.filter.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.ClaimMapping;
import io.weir.config.model.Credential;
import io.weir.config.model.SecretRef;
import io.weir.config.model.TokenKeys;
import io.weir.node.state.Sealing;
import io.weir.node.testkit.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final AtomicLong seconds = new AtomicLong(1_000_000);
    private final Clock clock = new Clock() {
        @Override
        public long nanos() {
            return seconds.get() * 1_000_000_000;
        }

        @Override
        public long seconds() {
            return seconds.get();
        }
    };
    private final Sessions sessions = sessions("weir", Secret.of(1));

    /** An hour long, ten minutes idle. */
    private Sessions sessions(String client, Sealing sealing) {
        Credential.Oidc policy = new Credential.Oidc(
                "https://id.example",
                new TokenKeys.Discovered(Optional.empty(), Optional.empty()),
                client,
                new SecretRef(SecretRef.Kind.ENV, "S"),
                List.of("openid"),
                "/in",
                "/out",
                Optional.empty(),
                new Credential.Session("s", Duration.ofHours(1), Duration.ofMinutes(10)),
                List.of(),
                ClaimMapping.DEFAULT);
        return new Sessions(policy, sealing, clock);
    }

    private static @Nullable SessionToken open(Sessions sessions, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return sessions.open(hash, bytes, 0, bytes.length);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private String begin(Sessions at) {
        return Objects.requireNonNull(at.begin(Map.of("sub", "ann", "groups", List.of("a", "b"))));
    }

    @Test
    void aSessionIsWhatItWasMadeOf() {
        SessionToken session = Objects.requireNonNull(open(sessions, begin(sessions)));
        assertThat(session.claims())
                .containsEntry("sub", "ann")
                .containsEntry("groups", List.of("a", "b"))
                .containsEntry("weir-session", session.id());
        assertThat(Objects.requireNonNull(open(sessions, begin(sessions))).id()).isNotEqualTo(session.id());
    }

    @Test
    void aSessionEndsWhenNobodyUsesIt() {
        String value = begin(sessions);
        seconds.addAndGet(599);
        assertThat(open(sessions, value)).isNotNull();
        seconds.incrementAndGet();
        assertThat(open(sessions, value)).isNull();
        assertThat(open(sessions("weir", Secret.of(1)), value))
                .as("nor at another node")
                .isNull();
    }

    @Test
    void aSessionThatIsUsedGoesOnButNotForEver() {
        long start = seconds.get();
        String value = begin(sessions);
        int renewals = 0;
        String id = Objects.requireNonNull(open(sessions, value)).id();
        while (true) {
            SessionToken session = open(sessions, value);
            if (session == null) {
                break;
            }
            assertThat(session.id()).as("it stays the same session").isEqualTo(id);
            String renewed = sessions.renewed(session);
            if (renewed != null) {
                renewals++;
                value = renewed;
            }
            seconds.addAndGet(30);
        }
        assertThat(seconds.get() - start).isEqualTo(3600);
        assertThat(renewals)
                .as("every quarter of the idle time, while it helps")
                .isBetween(18, 24);
    }

    @Test
    void aSessionIsSealedForItsPolicyWithTheClustersSecret() {
        String value = begin(sessions);
        assertThat(open(sessions("weir", Secret.of(2, 1)), value))
                .as("the secret before the last")
                .isNotNull();
        assertThat(open(sessions("weir", Secret.of(2)), value))
                .as("another secret")
                .isNull();
        assertThat(open(sessions("other", Secret.of(1)), value))
                .as("another client")
                .isNull();
        assertThat(value).doesNotContain("ann");
    }

    @Test
    void whatDoesNotFitIntoACookieIsNotBegun() {
        assertThat(sessions.begin(Map.of("sub", "a".repeat(2_700)))).isNotNull();
        assertThat(sessions.begin(Map.of("sub", "a".repeat(3_000)))).isNull();
    }

    @Test
    void noiseIsNoSession() {
        String good = begin(sessions);
        for (long seed = 1; seed <= 3_000; seed++) {
            Random random = new Random(seed);
            StringBuilder noise = new StringBuilder(random.nextBoolean() ? good : "");
            for (int i = random.nextInt(4); i >= 0; i--) {
                noise.insert(random.nextInt(noise.length() + 1), (char) random.nextInt(256));
            }
            if (!noise.toString().equals(good)) {
                assertThat(open(sessions, noise.toString())).as("seed " + seed).isNull();
            }
        }
    }
}
