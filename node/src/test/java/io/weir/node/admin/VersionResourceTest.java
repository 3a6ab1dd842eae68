package io.weir.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.node.state.TrafficDesk;
import io.weir.node.state.VersionCallers.Caller;
import io.weir.node.state.VersionCallers.Kind;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VersionResourceTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00.5Z");

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
    void callersAreSummedOverTheNodesThoseThatCameLastFirst() throws Exception {
        node.traffic = new TrafficDesk.Traffic(
                List.of(
                        new TrafficDesk.NodeTraffic(
                                "node-1",
                                NOON,
                                true,
                                List.of(
                                        new Caller("shop/v1", Kind.CONSUMER, "acme", 1, 2, 3, NOON),
                                        new Caller(
                                                "shop/v1", Kind.NETWORK, "10.0.0.0/24", 1, 1, 1, NOON.plusSeconds(9)),
                                        new Caller("gone/v1", Kind.CONSUMER, "acme", 9, 9, 9, NOON))),
                        new TrafficDesk.NodeTraffic(
                                "node-2",
                                NOON,
                                false,
                                List.of(new Caller(
                                        "shop/v1", Kind.CONSUMER, "acme", 10, 20, 30, NOON.plusSeconds(60))))),
                List.of("node-3"));

        HttpResponse<String> answer = admin.get("/v1/apis/shop/versions");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode report = AdminClient.json(answer);
        assertThat(report.path("revision").asInt()).isEqualTo(12);
        assertThat(report.path("missing").toString()).isEqualTo("[\"node-3\"]");
        assertThat(report.path("nodes").get(1).path("member").asBoolean()).isFalse();
        JsonNode old = report.path("versions").get(0);
        assertThat(old.path("name").asText()).isEqualTo("v1");
        assertThat(old.path("deprecated").asText()).isEqualTo("2026-06-01");
        assertThat(old.path("sunset").asText()).isEqualTo("2027-01-01");
        assertThat(old.path("requests").toString()).isEqualTo("{\"hour\":12,\"day\":23,\"total\":34}");
        assertThat(old.path("lastSeen").asText()).isEqualTo("2026-11-25T12:01:00Z");
        assertThat(old.path("callers").get(0).toString())
                .isEqualTo(
                        "{\"kind\":\"consumer\",\"name\":\"acme\",\"requests\":{\"hour\":11,\"day\":22,\"total\":33},"
                                + "\"lastSeen\":\"2026-11-25T12:01:00Z\",\"nodes\":[\"node-1\",\"node-2\"]}");
        assertThat(old.path("callers").get(1).path("name").asText()).isEqualTo("10.0.0.0/24");
        JsonNode current = report.path("versions").get(1);
        assertThat(current.path("byDefault").asBoolean()).isTrue();
        assertThat(current.path("lastSeen").asText()).isEmpty();
        assertThat(current.path("callers")).isEmpty();
    }

    @Test
    void anApiThatIsNotThereIsToldSo() throws Exception {
        HttpResponse<String> answer = admin.get("/v1/apis/nothing/versions");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(AdminClient.json(answer).path("field").asText()).isEqualTo("api");
    }
}
