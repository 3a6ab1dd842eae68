package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Action;
import io.weir.config.model.Balance;
import io.weir.config.model.Credential;
import io.weir.config.model.GatewayDocument;
import io.weir.config.model.Health;
import io.weir.config.model.HostPort;
import io.weir.config.model.Policy;
import io.weir.config.model.RequestKey;
import io.weir.config.model.Requirement;
import io.weir.config.model.Retry;
import io.weir.config.model.Rewrite;
import io.weir.config.model.Sticky;
import io.weir.config.model.Upstream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DocumentReaderTest {
    private static final Path EXAMPLE = Path.of("../examples/weir.yaml");

    @Test
    void theExampleDocumentIsValid() throws Exception {
        ParseResult result = DocumentReader.read(Files.readString(EXAMPLE), "weir.yaml");

        assertThat(result.mistakes()).isEmpty();
        GatewayDocument document = result.orThrow();
        assertThat(document.listeners()).extracting(listener -> listener.name()).containsExactly("public", "secure");
        assertThat(document.apis().get(0).versions().get(0).sunset()).contains(LocalDate.of(2027, 6, 1));
        assertThat(document.routes()).extracting(route -> route.name()).contains("ping", "canary", "limited");
    }

    @Test
    void anUpstreamIsReadWithEverythingItCanSay() {
        GatewayDocument document = read(
                """
                weir: 1
                upstreams:
                  - name: orders
                    endpoints:
                      - 10.0.0.11:9001
                      - { address: "[::1]:9002", weight: 3 }
                    balance: { hash: "header:X-Session" }
                    sticky: { learned: "query:sid", idle: 10m }
                    health:
                      active: { path: "/healthz?full=1", host: a.example.com, interval: 2s, timeout: 1s, rise: 1, fall: 4, probers: 2, status: 200-299 }
                      passive: { consecutive-failures: 7, ejection: 1m }
                      panic: 30%
                    timeouts: { connect: 300ms, response: 1.5s, idle: 5m, total: 20s }
                    retry: { attempts: 1, on: [connect-failure, timeout, 503], budget: 10% }
                    limits: { connections: 100, pending: 50 }
                """);

        Upstream orders = document.upstreams().get(0);
        assertThat(orders.endpoints())
                .extracting(endpoint -> endpoint.id())
                .containsExactly("10.0.0.11:9001", "[::1]:9002");
        assertThat(orders.endpoints().get(1).weight()).isEqualTo(3);
        assertThat(orders.endpoints().get(1).address()).isEqualTo(new HostPort("::1", 9002));
        RequestKey key = new RequestKey(RequestKey.Kind.HEADER, "X-Session");
        assertThat(orders.balance()).isEqualTo(new Balance(Balance.Kind.HASH, Optional.of(key)));
        assertThat(orders.sticky())
                .contains(new Sticky.Learned(new RequestKey(RequestKey.Kind.QUERY, "sid"), Duration.ofMinutes(10)));
        assertThat(orders.health().active())
                .contains(new Health.Active(
                        new Health.Probe.Http("/healthz?full=1", Optional.of("a.example.com"), 200, 299),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(1),
                        1,
                        4,
                        2));
        assertThat(orders.health().panicPercent()).isEqualTo(30);
        assertThat(orders.timeouts().response()).isEqualTo(Duration.ofMillis(1500));
        assertThat(orders.retry())
                .isEqualTo(new Retry(
                        1,
                        Set.of(Retry.Condition.CONNECT_FAILURE, Retry.Condition.TIMEOUT),
                        Set.of(503),
                        Set.of(),
                        10));
        assertThat(orders.limits().pending()).isEqualTo(50);
    }

    @Test
    void policiesAreReadWithTheirUnits() {
        GatewayDocument document = read(
                """
                weir: 1
                policies:
                  - { name: hourly, rate-limit: { key: "header:X-Tenant", rate: 5000/h } }
                  - { name: fast, rate-limit: { key: route, rate: 2.5/s, burst: 40, when-owner-lost: deny } }
                  - { name: in, authenticate: { any-of: [ { api-key: { query: key } } ] } }
                  - { name: gold, authorize: { groups: [gold] } }
                """);

        Policy.RateLimit hourly = (Policy.RateLimit) document.policies().get(0);
        assertThat(hourly.ratePerSecond()).isEqualTo(5000 / 3600.0);
        assertThat(hourly.burst()).isEqualTo(2);
        Policy.RateLimit fast = (Policy.RateLimit) document.policies().get(1);
        assertThat(fast)
                .isEqualTo(new Policy.RateLimit(
                        "fast", new RequestKey(RequestKey.Kind.ROUTE, ""), 2.5, 40, Policy.WhenOwnerLost.DENY));
        assertThat(document.policies().get(2))
                .isEqualTo(Policy.Authenticate.of(
                        "in",
                        Requirement.anyOf(new Credential.ApiKey(Credential.Place.QUERY, "key", Optional.empty()))));
    }

    @Test
    void routesForwardRedirectOrRespond() {
        GatewayDocument document = read(
                """
                weir: 1
                upstreams: [ { name: a, endpoints: [localhost:1] }, { name: b, endpoints: [localhost:2] } ]
                routes:
                  - name: split
                    match: { hosts: ["*.Example.com"], path: "/x/{id}", headers: { X-Beta: "1" }, query: [debug] }
                    to: [ { upstream: a, weight: 95 }, { upstream: b, weight: 5 } ]
                    rewrite: { prefix: /x, replacement: /y }
                    response-headers: { set: { X-A: b }, remove: [Server] }
                  - { name: away, match: { path: /away }, redirect: { status: 301, location: "https://example.com{path}" } }
                  - { name: ping, match: { path: /ping }, respond: { body: pong } }
                """);

        assertThat(document.routes().get(0).match().hosts()).containsExactly("*.example.com");
        assertThat(document.routes().get(0).action())
                .isEqualTo(new Action.Forward(List.of(new Action.Target("a", 95), new Action.Target("b", 5))));
        assertThat(document.routes().get(0).rewrite()).contains(new Rewrite("/x", "/y"));
        assertThat(document.routes().get(1).action()).isEqualTo(new Action.Redirect(301, "https://example.com{path}"));
        assertThat(document.routes().get(2).action())
                .isEqualTo(new Action.Respond(200, "pong", "text/plain; charset=utf-8"));
    }

    @Test
    void jsonAndYamlAreTheSameDocument() {
        String json = "{\"weir\": 1,\n\t\"upstreams\": [{\"name\": \"a\", \"endpoints\": [\"localhost:1\"]}],\n"
                + "\t\"routes\": [{\"name\": \"r\", \"match\": {\"path\": \"/**\"}, \"to\": \"a\"}]}";
        String yaml =
                """
                weir: 1
                upstreams: [ { name: a, endpoints: [localhost:1] } ]
                routes: [ { name: r, match: { path: /** }, to: a } ]
                """;

        assertThat(DocumentReader.read(json, "x.json").orThrow()).isEqualTo(read(yaml));
    }

    private static GatewayDocument read(String text) {
        return DocumentReader.read(text, "test.yaml").orThrow();
    }
}
