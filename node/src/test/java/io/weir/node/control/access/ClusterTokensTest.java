package io.weir.node.control.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.AdminRole;
import io.weir.node.state.AdminTokens;
import io.weir.node.state.AdminTokens.Issued;
import io.weir.node.state.AdminTokens.Token;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.InProcessCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterTokensTest {
    @TempDir
    private Path directory;

    @Test
    void aTokenIsGoodOnAllNodesUntilItIsRevokedOnOne() throws Exception {
        try (InProcessCluster cluster = InProcessCluster.of(2, directory)) {
            AdminTokens one = ClusterTokens.start(cluster.system(0));
            AdminTokens other = ClusterTokens.start(cluster.system(1));
            Await.until(() -> "both have caught up", () -> one.caughtUp() && other.caughtUp());
            Issued issued = done(one.create("ci", AdminRole.OPERATOR, Optional.empty(), "admin"));
            assertThat(issued.spread().everywhere()).isTrue();
            assertThat(issued.secret()).hasSize(5 + 16 + 1 + 43);
            assertThat(issued.toString()).doesNotContain(issued.secret());

            Instant now = Instant.now();
            assertThat(other.find(issued.secret(), now)).map(Token::name).hasValue("ci");
            assertThat(other.find(issued.secret(), now)).map(Token::role).hasValue(AdminRole.OPERATOR);
            assertThat(other.list()).extracting(Token::lastUsed).doesNotContain(Optional.empty());
            Await.until(() -> "the use on the one is known to the other", () -> one.list().stream()
                    .allMatch(token -> token.lastUsed().isPresent()));

            assertThat(done(other.revoke(issued.token().id())).everywhere()).isTrue();
            assertThat(one.find(issued.secret(), now)).isEmpty();
            assertThat(other.find(issued.secret(), now)).isEmpty();
            assertThat(one.list()).isEmpty();
        }
    }

    @Test
    void anExpiredTokenIsNone() throws Exception {
        try (InProcessCluster cluster = InProcessCluster.of(1, directory)) {
            AdminTokens tokens = started(cluster, 0);
            Instant end = Instant.now().plus(Duration.ofMinutes(1)).truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
            String secret = done(tokens.create("t", AdminRole.ADMIN, Optional.of(end), "admin"))
                    .secret();
            assertThat(tokens.find(secret, end.minusMillis(1))).isPresent();
            assertThat(tokens.find(secret, end)).isEmpty();
        }
    }

    @Test
    void nothingThatIsNearATokenIsOne() throws Exception {
        try (InProcessCluster cluster = InProcessCluster.of(1, directory)) {
            AdminTokens tokens = started(cluster, 0);
            String secret = done(tokens.create("t", AdminRole.ADMIN, Optional.empty(), "admin"))
                    .secret();
            Instant now = Instant.now();
            List<String> wrong = List.of(
                    "",
                    "weir_",
                    secret.substring(0, 22),
                    secret.substring(0, secret.length() - 1),
                    secret + "A",
                    secret.toUpperCase(java.util.Locale.ROOT),
                    "weir_" + "0".repeat(16) + secret.substring(21),
                    secret.substring(0, 22) + "A".repeat(43),
                    secret + "A".repeat(100_000),
                    "weir_../../etc/passwd_" + "A".repeat(43));
            assertThat(wrong).allSatisfy(text -> assertThat(tokens.find(text, now))
                    .as(text.substring(0, Math.min(30, text.length())))
                    .isEmpty());
            assertThat(tokens.find(secret, now)).isPresent();
        }
    }

    @Test
    void tokensSurviveTheEndOfTheClusterAndTheirSecretsAreNotOnDisk() throws Exception {
        String secret;
        try (InProcessCluster cluster = InProcessCluster.of(1, directory)) {
            secret = done(started(cluster, 0).create("t", AdminRole.VIEWER, Optional.empty(), "admin"))
                    .secret();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            String part = secret.substring(22);
            assertThat(files.filter(Files::isRegularFile))
                    .noneMatch(file -> text(file).contains(part));
        }
        try (InProcessCluster cluster = InProcessCluster.of(1, directory)) {
            assertThat(started(cluster, 0).find(secret, Instant.now())).isPresent();
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static AdminTokens started(InProcessCluster cluster, int index) {
        AdminTokens tokens = ClusterTokens.start(cluster.system(index));
        Await.until(() -> "a node has caught up", tokens::caughtUp);
        return tokens;
    }

    private static <T> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
