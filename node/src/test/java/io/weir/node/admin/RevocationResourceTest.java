package io.weir.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.node.state.Spread;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevocationResourceTest {
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
    void whatIsRevokedIsListedUntilItIsTakenBack() throws Exception {
        HttpResponse<String> answer = admin.post("/v1/revocations", "{\"kind\":\"token\",\"value\":\"jti-1\"}");
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode applied = AdminClient.json(answer);
        assertThat(applied.path("applied")).extracting(JsonNode::asText).containsExactly("node-1", "node-2");

        JsonNode listed = AdminClient.json(admin.get("/v1/revocations?kind=token"));
        assertThat(listed.path("count").asInt()).isEqualTo(1);
        JsonNode revocation = listed.path("revocations").get(0);
        assertThat(revocation.path("value").asText()).isEqualTo("jti-1");
        assertThat(revocation.path("by").asText()).isEqualTo("admin");
        assertThat(revocation.path("expires").asText())
                .as("a token is forgotten some day")
                .isNotEmpty();
        assertThat(AdminClient.json(admin.get("/v1/revocations?kind=session")).path("revocations"))
                .isEmpty();

        String id = applied.path("id").asText();
        assertThat(admin.delete("/v1/revocations/" + id).statusCode()).isEqualTo(200);
        assertThat(admin.delete("/v1/revocations/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void aMemberThatDidNotAnswerIsNamed() throws Exception {
        node.revocations.spread = new Spread(List.of("node-1"), List.of("node-2"), true);
        HttpResponse<String> answer = admin.post("/v1/revocations", "{\"kind\":\"consumer\",\"value\":\"acme\"}");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(AdminClient.json(answer).path("missing").get(0).asText()).isEqualTo("node-2");

        node.revocations.spread = new Spread(List.of(), List.of("node-1", "node-2"), false);
        assertThat(admin.post("/v1/revocations", "{\"kind\":\"consumer\",\"value\":\"acme\"}")
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    void thereIsABound() throws Exception {
        node.revocations.extra = 100_000;
        HttpResponse<String> answer = admin.post("/v1/revocations", "{\"kind\":\"session\",\"value\":\"s\"}");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("too-many-revocations");
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | body | no JSON",
                "[] | body | no object",
                "{\"kind\":\"token\",\"value\":\"a\"} {} | body | two values",
                "{\"kind\":\"token\",\"kind\":\"token\",\"value\":\"a\"} | body | a field twice",
                "{\"kind\":\"token\",\"value\":\"a\",\"why\":\"b\"} | body | an unknown field",
                "{\"value\":\"a\"} | kind | no kind",
                "{\"kind\":\"password\",\"value\":\"a\"} | kind | no such kind",
                "{\"kind\":\"token\"} | value | no value",
                "{\"kind\":\"token\",\"value\":7} | value | a number",
                "{\"kind\":\"token\",\"value\":\"\"} | value | empty",
                "{\"kind\":\"token\",\"value\":\"a\\tb\"} | value | a control character",
                "{\"kind\":\"api-key\",\"value\":\"my-secret-key\"} | value | a key instead of its hash",
                "{\"kind\":\"token\",\"value\":\"a\",\"expires\":\"tomorrow\"} | expires | no time",
                "{\"kind\":\"token\",\"value\":\"a\",\"expires\":\"2001-01-01T00:00:00Z\"} | expires | over",
                "{\"kind\":\"token\",\"value\":\"a\",\"expires\":\"9999-01-01T00:00:00Z\"} | expires | too far",
            })
    void whatIsWrongIsNamed(String body, String field, String why) throws Exception {
        HttpResponse<String> answer = admin.post("/v1/revocations", body);
        assertThat(answer.statusCode()).as(why).isEqualTo(400);
        assertThat(AdminClient.json(answer).path("field").asText()).as(why).isEqualTo(field);
        assertThat(answer.body()).doesNotContain("my-secret-key");
        assertThat(node.revocations.all).isEmpty();
    }

    @Test
    void aNodeThatDoesNotKnowTheRevocationsIsNotReady() throws Exception {
        node.revocations.caughtUp = false;
        HttpResponse<String> answer = admin.get("/health/ready");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("the cluster's revocations");
    }
}
