package io.weir.node.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.weir.config.model.HostPort;
import io.weir.config.parse.DocumentReader;
import io.weir.node.state.ConfigDesk;
import io.weir.node.state.ConfigDesk.Outcome;
import io.weir.node.testkit.WireClient;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminServerTest {
    private static final String TOKEN = "a-token-of-many-characters";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ActorSystem<Void> system;

    private final FakeNode node = new FakeNode();
    private AdminServer server;

    @BeforeAll
    static void startSystem() {
        // Membership is played by a port here, so Pekko Management's own check of it is switched off.
        system = ActorSystem.create(
                Behaviors.empty(),
                "admin",
                ConfigFactory.parseString(
                                """
                        pekko.loglevel = ERROR
                        pekko.http.server.remote-address-attribute = on
                        pekko.http.server.parsing.max-content-length = 16m
                        pekko.management.health-checks.readiness-checks {
                          cluster-membership = ""
                          sharding = ""
                        }
                        """)
                        .withFallback(ConfigFactory.load()));
    }

    @AfterAll
    static void endSystem() {
        system.terminate();
    }

    @BeforeEach
    void startServer() throws Exception {
        server = AdminServer.start(
                        system, node.ports(), AdminListening.plain(new HostPort("127.0.0.1", 0), AdminToken.of(TOKEN)))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void stopServer() throws Exception {
        server.stop().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource({
        "GET, /v1/cluster, 200, application/json",
        "GET, /v1/nodes/self, 200, application/json",
        "GET, /v1/config, 200, application/yaml; charset=UTF-8",
        "GET, /v1/routes, 200, application/json",
        "GET, /v1/upstreams, 200, application/json",
        "GET, /v1/limits?policy=per-client&key=10.0.0.1, 200, application/json",
        "GET, /v1/sessions?upstream=orders, 200, application/json",
        "GET, /metrics, 200, text/plain; version=0.0.4; charset=UTF-8",
        "GET, /health/live, 200, application/json",
        "GET, /health/ready, 200, application/json",
        "HEAD, /v1/cluster, 200, application/json",
        "GET, /v1/nothing, 404, application/problem+json",
        "GET, /, 404, application/problem+json",
        "GET, /v1/cluster/, 200, application/json",
        "DELETE, /v1/config, 405, application/problem+json",
        "GET, /v1/upstreams/orders/endpoints/127.0.0.1:9001/drain, 405, application/problem+json",
        "GET, /v1/cluster?x=1, 400, application/problem+json",
        "GET, /v1/limits?policy=per-client, 400, application/problem+json",
        "GET, /v1/limits?policy=per-client&key=x, 400, application/problem+json",
        "GET, /v1/limits?policy=none&key=x, 404, application/problem+json",
        "GET, /v1/sessions?upstream=none, 404, application/problem+json",
        "GET, /v1/sessions?upstream=orders&limit=many, 400, application/problem+json",
        "PUT, /v1/config?dry-run=maybe, 400, application/problem+json",
        "PUT, /v1/config, 415, application/problem+json",
    })
    void everyAnswerHasItsStatusAndForm(String method, String path, int status, String type) throws Exception {
        HttpResponse<String> answer = send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(type);
    }

    @ParameterizedTest
    @CsvSource({"''", "Basic YTpi", "Bearer", "Bearer wrong", "Bearer a-token-of-many-character", "bearer x"})
    void whoeverHasNotTheTokenIsRefused(String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/v1/nothing"));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> answer = send(request);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer realm=\"weir\"");
        assertThat(json(answer).path("type").asText()).isEqualTo("urn:weir:problem:unauthorized");
        assertThat(json(answer).path("field").asText()).isEqualTo("Authorization");
    }

    @Test
    void healthNeedsNoTokenAndSaysWhatIsMissing() throws Exception {
        node.ready = false;
        node.listening = false;
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri("/health/ready")));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(json(answer).path("waitingFor")).hasSize(2);
        assertThat(send(HttpRequest.newBuilder(uri("/health/live"))).statusCode())
                .isEqualTo(200);
    }

    @Test
    void theClusterShowsWhetherItsMembersAgree() throws Exception {
        JsonNode agreed = json(send(request("/v1/cluster")));
        assertThat(agreed.path("leader").asText()).isEqualTo("node-1");
        assertThat(agreed.path("revisionAgreed").asBoolean()).isTrue();
        assertThat(agreed.path("healthAgreed").asBoolean()).isTrue();
        assertThat(agreed.path("members")).hasSize(2);
        assertThat(agreed.path("members").get(1).path("revision").asLong()).isEqualTo(12);

        node.otherView = "00000000000000bb";
        assertThat(json(send(request("/v1/cluster"))).path("healthAgreed").asBoolean(true))
                .isFalse();
    }

    @Test
    void aMethodThatIsNotThereNamesThoseThatAre() throws Exception {
        HttpResponse<String> answer = send(request("/v1/config").DELETE());
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD, PUT");
    }

    @Test
    void theNodeTellsWhereItListens() throws Exception {
        JsonNode self = json(send(request("/v1/nodes/self")));
        assertThat(self.path("adminAddress").asText())
                .isEqualTo(server.address().toString());
        assertThat(self.path("clusterAddress").asText()).isEqualTo("127.0.0.1:7401");
        assertThat(self.path("transport").asText()).isEqualTo("epoll");
        assertThat(self.path("tls").asText()).isEqualTo("BoringSSL");
        assertThat(self.path("ready").asBoolean()).isTrue();
    }

    @ParameterizedTest(name = "Accept: {0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            application/json                          | application/json
            application/yaml                          | application/yaml; charset=UTF-8
            */*                                       | application/yaml; charset=UTF-8
            application/json, */*                     | application/json
            application/yaml;q=0.5, application/json  | application/json
            application/json;q=0.1, */*;q=0.9         | application/yaml; charset=UTF-8
            text/html                                 | application/problem+json
            """)
    void theDocumentComesInTheFormThatIsAskedFor(String accept, String type) throws Exception {
        HttpResponse<String> answer = send(request("/v1/config").header("Accept", accept));
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(type);
        if (!type.contains("problem")) {
            assertThat(answer.headers().firstValue("ETag")).hasValue("\"r12\"");
            assertThat(DocumentReader.read(answer.body(), "x").orThrow()).isEqualTo(node.live.document());
        }
    }

    @Test
    void aClientThatHasTheRevisionIsNotSentItAgain() throws Exception {
        HttpResponse<String> answer = send(request("/v1/config").header("If-None-Match", "\"r12\""));
        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void anAcceptedDocumentIsAnsweredWithItsRevisionAndChanges() throws Exception {
        accept(new Outcome.Accepted(13, "abc", List.of("route all: changed")));
        HttpResponse<String> answer = send(put(FakeNode.DOCUMENT).header("If-Match", "\"r12\""));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"r13\"");
        assertThat(json(answer).path("changes").get(0).asText()).isEqualTo("route all: changed");
        assertThat(node.lastIfMatch).isEqualTo(OptionalLong.of(12));
    }

    @Test
    void theFormOfADocumentIsWhatTheBodySays() throws Exception {
        accept(new Outcome.Accepted(13, "abc", List.of()));
        HttpResponse<String> answer = send(request("/v1/config?dry-run=true")
                .header("Content-Type", "application/json; charset=utf-8")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"weir\": 1}")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("dryRun").asBoolean()).isTrue();
        assertThat(answer.headers().firstValue("ETag")).isEmpty();
    }

    @Test
    void aDocumentOfTenThousandRoutesGoesInAndOut() throws Exception {
        StringBuilder large = new StringBuilder(FakeNode.DOCUMENT);
        for (int i = 0; i < 10_000; i++) {
            large.append("  - name: route-").append(i).append('\n');
            large.append("    match: { hosts: [\"tenant-")
                    .append(i % 100)
                    .append(".example.com\"], path: \"/resources/")
                    .append(i)
                    .append("/items/{item}/parts/**\", methods: [GET, HEAD, POST] }\n");
            large.append("    policies: [per-client]\n    to: orders\n");
        }
        accept(new Outcome.Accepted(13, "abc", List.of()));
        HttpResponse<String> answer = send(put(large.toString()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);

        node.live = new ConfigDesk.Live(
                13, "abc", DocumentReader.read(large.toString(), "x").orThrow());
        assertThat(DocumentReader.read(send(request("/v1/config")).body(), "x").orThrow())
                .isEqualTo(node.live.document());
        assertThat(json(send(request("/v1/routes"))).path("routes")).hasSize(10_003);
    }

    @Test
    void everyMistakeOfADocumentIsTold() throws Exception {
        String wrong = "weir: 1\nlisteners:\n  - { nam: a }\nroutes:\n  - { name: r, to: nowhere }\nbogus: 1\n";
        HttpResponse<String> answer = send(put(wrong));
        assertThat(answer.statusCode()).isEqualTo(422);
        JsonNode errors = json(answer).path("errors");
        assertThat(errors.size())
                .isEqualTo(DocumentReader.read(wrong, "x").mistakes().size())
                .isGreaterThan(3);
        assertThat(errors.get(0).path("line").asInt()).isEqualTo(3);
        assertThat(errors.get(0).path("message").asText()).isNotEmpty();
    }

    @Test
    void aChangeThatWasNotMadeSaysWhy() throws Exception {
        accept(new Outcome.Stale(14));
        HttpResponse<String> changed = send(put(FakeNode.DOCUMENT).header("If-Match", "\"r12\""));
        assertThat(changed.statusCode()).isEqualTo(412);
        assertThat(changed.headers().firstValue("ETag")).hasValue("\"r14\"");
        assertThat(send(put(FakeNode.DOCUMENT)).statusCode()).isEqualTo(409);

        accept(new Outcome.Refused("node-2", "port 8080 is in use"));
        JsonNode refused = json(send(put(FakeNode.DOCUMENT)));
        assertThat(refused.path("status").asInt()).isEqualTo(409);
        assertThat(refused.path("node").asText()).isEqualTo("node-2");
        assertThat(refused.path("detail").asText()).isEqualTo("port 8080 is in use");

        accept(new Outcome.Unavailable("node-2 cannot be reached."));
        HttpResponse<String> unavailable = send(put(FakeNode.DOCUMENT));
        assertThat(unavailable.statusCode()).isEqualTo(503);
        assertThat(unavailable.headers().firstValue("Retry-After")).hasValue("5");

        node.outcome = CompletableFuture.failedFuture(new TimeoutException());
        assertThat(send(put(FakeNode.DOCUMENT)).statusCode()).isEqualTo(503);
    }

    @Test
    void anEntityTagThatIsNoneIsRefused() throws Exception {
        JsonNode problem = json(send(put(FakeNode.DOCUMENT).header("If-Match", "\"12\"")));
        assertThat(problem.path("status").asInt()).isEqualTo(400);
        assertThat(problem.path("field").asText()).isEqualTo("If-Match");
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        // The length alone is sent: a client that goes on sending may meet the connection's end before the answer.
        try (WireClient client = new WireClient(
                new InetSocketAddress("127.0.0.1", server.address().port()))) {
            client.send("PUT /v1/config HTTP/1.1\r\nHost: " + server.address() + "\r\nAuthorization: Bearer " + TOKEN
                    + "\r\nContent-Type: application/yaml\r\nContent-Length: " + (DocumentBody.MOST_BYTES + 1)
                    + "\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(413);
        }
    }

    @Test
    void aBodyThatIsNoTextIsRefused() throws Exception {
        HttpResponse<String> answer = send(request("/v1/config")
                .header("Content-Type", "application/yaml")
                .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[] {(byte) 0xc3, 0x28})));
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void aRefusedBodyDoesNotHoldUpTheConnection() throws Exception {
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> answer = send(HttpRequest.newBuilder(uri("/v1/config"))
                    .header("Content-Type", "application/yaml")
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(new byte[1_000_000])));
            assertThat(answer.statusCode()).isEqualTo(401);
        }
        assertThat(send(request("/v1/cluster")).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /%zz HTTP/1.1", "GET / HTTP/9.9", "GET /v1/config?a=%zz HTTP/1.1", "nonsense"})
    void whatIsNoRequestIsAProblemToo(String line) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.address().port())) {
            socket.getOutputStream()
                    .write((line + "\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .contains("Content-Type: application/problem+json")
                    .contains("urn:weir:problem:");
        }
    }

    @Test
    void anEndpointIsDrainedAndUndrained() throws Exception {
        String endpoint = "/v1/upstreams/orders/endpoints/127.0.0.1%3A9001";
        JsonNode drained = json(send(request(endpoint + "/drain").POST(HttpRequest.BodyPublishers.noBody())));
        assertThat(drained.path("draining").asBoolean()).isTrue();
        assertThat(node.drained).containsExactly("127.0.0.1:9001");
        send(request(endpoint + "/undrain").POST(HttpRequest.BodyPublishers.noBody()));
        assertThat(node.drained).isEmpty();

        String unknown = "/v1/upstreams/orders/endpoints/10.0.0.1:1/drain";
        assertThat(send(request(unknown).POST(HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aLimitIsAskedForByTheBytesThatItsKeyHasInRequests() throws Exception {
        JsonNode limit = json(send(request("/v1/limits?policy=per-client&key=10.0.0.1")));
        assertThat(limit.path("tokens").asDouble()).isEqualTo(150.5);
        assertThat(limit.path("key").asText()).isEqualTo("10.0.0.1");
        assertThat(node.lastKey).containsExactly(10, 0, 0, 1);
    }

    @Test
    void routesShowTheirVersionsAndWhereTheyLead() throws Exception {
        JsonNode routes = json(send(request("/v1/routes"))).path("routes");
        assertThat(routes).hasSize(3);
        assertThat(routes.get(0).path("to").get(0).asText()).isEqualTo("orders");
        assertThat(routes.get(1).path("name").asText()).isEqualTo("shop/v1");
        assertThat(routes.get(1).path("sunset").asText()).isEqualTo("2027-01-01");
        assertThat(routes.get(1).path("versionBy").asText()).isEqualToIgnoringCase("header:X-Version");
    }

    @Test
    void anAddressInUseIsNamed() {
        assertThatThrownBy(() -> AdminServer.start(
                                system, node.ports(), AdminListening.plain(server.address(), AdminToken.of(TOKEN)))
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(BindException.class)
                .hasMessageContaining(server.address().toString());
    }

    private void accept(Outcome outcome) {
        node.outcome = CompletableFuture.completedFuture(outcome);
    }

    private HttpRequest.Builder put(String document) {
        return request("/v1/config")
                .header("Content-Type", "application/yaml")
                .PUT(HttpRequest.BodyPublishers.ofString(document));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + TOKEN);
    }

    private URI uri(String path) {
        return URI.create("http://" + server.address() + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body());
    }
}
