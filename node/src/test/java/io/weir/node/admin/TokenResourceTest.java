package io.weir.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.node.state.AdminRole;
import java.net.http.HttpResponse;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenResourceTest {
    private final FakeNode node = new FakeNode();
    private AdminClient admin;

    @BeforeEach
    void start() {
        admin = AdminClient.of(node);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void aTokenIsToldOnceUsedAndEnded() throws Exception {
        HttpResponse<String> made = admin.post("/v1/tokens", "{\"name\":\"ci\",\"role\":\"operator\"}");
        assertThat(made.statusCode()).isEqualTo(201);
        JsonNode issued = AdminClient.json(made);
        String secret = issued.path("secret").asText();
        assertThat(secret).isNotEmpty();

        HttpResponse<String> listed = admin.get("/v1/tokens");
        assertThat(listed.body()).doesNotContain(secret);
        assertThat(AdminClient.json(listed).path("tokens").get(0).path("name").asText())
                .isEqualTo("ci");
        assertThat(with(secret)).isEqualTo(200);

        assertThat(admin.delete("/v1/tokens/" + issued.path("token").path("id").asText())
                        .statusCode())
                .isEqualTo(200);
        assertThat(with(secret)).isEqualTo(401);
        assertThat(node.audit.events)
                .extracting(event -> event.changes())
                .contains(
                        java.util.List.of("token ci (operator): added"),
                        java.util.List.of("token ci (operator): removed"));
        assertThat(node.audit.events.toString()).doesNotContain(secret);
    }

    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"role\":\"viewer\"} | 400 | name | no name",
                "{\"name\":\"a b\",\"role\":\"viewer\"} | 400 | name | no name's form",
                "{\"name\":\"admin\",\"role\":\"viewer\"} | 409 | name | the node's own token is called so",
                "{\"name\":\"taken\",\"role\":\"viewer\"} | 409 | name | names tell who did what",
                "{\"name\":\"a\"} | 400 | role | no role",
                "{\"name\":\"a\",\"role\":\"root\"} | 400 | role | no such role",
                "{\"name\":\"a\",\"role\":\"admin\",\"expires\":\"2001-01-01T00:00:00Z\"} | 400 | expires | over",
                "{\"name\":\"a\",\"role\":\"admin\",\"secret\":\"x\"} | 400 | body | secrets are not chosen",
            })
    void whatIsWrongIsNamed(String body, int status, String field, String why) throws Exception {
        node.tokens.secretOf("taken", AdminRole.VIEWER);
        HttpResponse<String> answer = admin.post("/v1/tokens", body);
        assertThat(answer.statusCode()).as(why).isEqualTo(status);
        assertThat(AdminClient.json(answer).path("field").asText()).as(why).isEqualTo(field);
    }

    @Test
    void whoeverGuessesIsNotListenedToForAWhileNotEvenWithTheRightToken() throws Exception {
        node.guessLimit.left.set(3);
        for (int i = 0; i < 4; i++) {
            assertThat(with("wrong-" + i)).isEqualTo(401);
        }
        HttpResponse<String> paused = admin.get("/v1/cluster");
        assertThat(paused.statusCode()).isEqualTo(429);
        assertThat(Integer.parseInt(paused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 61);
        assertThat(paused.body()).contains("too-many-guesses");
        assertThat(admin.send(admin.anonymous("/health/live")).statusCode()).isEqualTo(200);
        assertThat(node.audit.events).as("wrong ones are noted").hasSize(4);
    }

    @Test
    void aRequestWithoutACredentialIsNoGuess() throws Exception {
        node.guessLimit.left.set(0);
        for (int i = 0; i < 5; i++) {
            assertThat(admin.send(admin.anonymous("/v1/cluster")).statusCode()).isEqualTo(401);
        }
        assertThat(admin.get("/v1/cluster").statusCode()).isEqualTo(200);
        assertThat(node.audit.events).isEmpty();
    }

    @Test
    void whatIsDoneNamesItsEntryInTheAuditLogAndSaysWhenTheOthersDoNotHaveItYet() throws Exception {
        HttpResponse<String> good = admin.post("/v1/tokens", "{\"name\":\"a\",\"role\":\"viewer\"}");
        assertThat(good.headers().firstValue("Weir-Audit")).hasValue("entry-1");
        assertThat(good.headers().firstValue("Weir-Audit-Replicated")).isEmpty();
        node.audit.replicated = false;
        HttpResponse<String> lone = admin.post("/v1/tokens", "{\"name\":\"b\",\"role\":\"viewer\"}");
        assertThat(lone.headers().firstValue("Weir-Audit-Replicated")).hasValue("false");
    }

    /** Whatever a client sends as its credential: an answer, and not a good one. */
    @Test
    void noNonsenseIsACredential() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "Bearer " : "");
            int length = random.nextInt(random.nextInt(10) == 0 ? 7000 : 60);
            for (int j = 0; j < length; j++) {
                text.append((char) (' ' + random.nextInt(95)));
            }
            var request = admin.anonymous("/v1/cluster");
            request.header("Authorization", text.toString());
            assertThat(admin.send(request).statusCode())
                    .as("seed " + seed + ": " + text)
                    .isIn(400, 401);
        }
    }

    private int with(String secret) throws Exception {
        return admin.send(admin.anonymous("/v1/cluster").header("Authorization", "Bearer " + secret))
                .statusCode();
    }
}
