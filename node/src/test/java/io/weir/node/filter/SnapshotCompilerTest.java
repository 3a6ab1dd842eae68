package io.weir.node.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Action;
import io.weir.config.model.GatewayDocument;
import io.weir.config.model.Listener;
import io.weir.config.model.Policy;
import io.weir.config.parse.DocumentReader;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.LimitAnswer;
import io.weir.node.state.Limiter;
import io.weir.node.state.RouteMatch;
import io.weir.node.state.RoutePlan;
import io.weir.node.state.Snapshot;
import io.weir.node.state.UpstreamPlan;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.TestHead;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compiles the example that {@code ./weir demo} runs with, and small documents for what it has not. */
final class SnapshotCompilerTest {
    private final List<Policy.RateLimit> limits = new ArrayList<>();
    private final EndpointStatuses statuses = new EndpointStatuses();
    private final SnapshotCompiler compiler =
            new SnapshotCompiler(FakePorts.compiler(statuses, this::limiter, host -> InetAddress.getLoopbackAddress()));
    private final RouteMatch match = new RouteMatch();

    @ParameterizedTest(name = "{0} {1}: {2} with {3}")
    @CsvSource({
        "GET,  /hello/you,       hello,     DropFieldsFilter",
        "GET,  /sticky/x,        sticky,    DropFieldsFilter",
        "GET,  /learned/x,       learned,   DropFieldsFilter StickyFilter",
        "POST, /limited/x,       limited,   DropFieldsFilter RateLimitFilter",
        "GET,  /private/x,       private,   CorsFilter DropFieldsFilter RequestLimitsFilter AuthenticateFilter RateLimitFilter",
        "GET,  /canary/x,        canary,    DropFieldsFilter",
        "POST, /canary/x,        none,      ''",
        "GET,  /shop/x,          shop,      DropFieldsFilter",
        "GET,  /old/x,           old,       DropFieldsFilter",
        "HEAD, /ping,            ping,      DropFieldsFilter",
        "GET,  /ping/x,          none,      ''",
        "GET,  /orders/v1/7,     orders/v1, DropFieldsFilter",
        "GET,  /orders/v2/7,     orders/v2, DropFieldsFilter",
        "GET,  /orders/v3/7,     orders/v2, DropFieldsFilter",
        "GET,  /orders,          orders/v2, DropFieldsFilter",
        "GET,  /nothing,         none,      ''",
    })
    void theExampleRoutes(String method, String path, String expected, String filters) throws IOException {
        RoutePlan plan = find(example(), method + " " + path + " HTTP/1.1\r\nHost: localhost");
        assertThat(plan == null ? "none" : plan.name()).isEqualTo(expected);
        if (plan != null) {
            assertThat(filters(plan)).isEqualTo(filters);
        }
    }

    @Test
    void theExampleIsCompiledWhole() throws IOException {
        Snapshot snapshot = example();
        assertThat(snapshot.revision()).isEqualTo(3);
        assertThat(snapshot.listeners()).extracting(Listener::name).containsExactly("public", "secure");
        assertThat(snapshot.upstreams()).containsOnlyKeys("demo", "demo-cookie", "demo-learned", "demo-next");
        assertThat(snapshot.upstreams().values()).extracting(UpstreamPlan::id).containsExactlyInAnyOrder(0, 1, 2, 3);
        assertThat(limits)
                .extracting(Policy.RateLimit::name)
                .as("beside those for guesses")
                .startsWith("five-a-second", "per-consumer");

        RoutePlan old = Objects.requireNonNull(find(snapshot, "GET /orders/v1/7"));
        assertThat(new String(old.responseLines(), StandardCharsets.US_ASCII))
                .contains("Deprecation: @")
                .contains("Sunset: Tue, 01 Jun 2027")
                .contains("</orders/v2>; rel=\"successor-version\"");
        assertThat(Objects.requireNonNull(find(snapshot, "GET /hello/x"))
                        .response()
                        .remove())
                .containsExactly("Server");
        RoutePlan canary = Objects.requireNonNull(find(snapshot, "GET /canary/x"));
        assertThat(canary.targets().cumulative()).containsExactly(90, 100);
        assertThat(Objects.requireNonNull(find(snapshot, "GET /old/x")).action())
                .isEqualTo(new Action.Redirect(308, "/hello/new"));
    }

    @Test
    void statusesSurviveRevisionsAndNamesThatAreUnknownAreLeftUnresolved() {
        GatewayDocument document = read(
                """
                weir: 1
                upstreams:
                  - name: u
                    endpoints: [known.example:80, unknown.example:80]
                """);
        SnapshotCompiler picky = new SnapshotCompiler(FakePorts.compiler(
                statuses, this::limiter, host -> host.startsWith("known") ? InetAddress.getLoopbackAddress() : null));
        UpstreamPlan first = upstream(picky.compile(1, "", document));
        UpstreamPlan second = upstream(picky.compile(2, "", document));
        assertThat(first.endpoints()[0].address().isUnresolved()).isFalse();
        assertThat(first.endpoints()[1].address().isUnresolved()).isTrue();
        assertThat(second.endpoints()[0].status()).isSameAs(first.endpoints()[0].status());
    }

    @ParameterizedTest(name = "{0} with {1}: {2}, as {3}")
    @CsvSource({
        "/a/x,           X-Version: v1, api/v1,              named",
        "/a/x,           X-Other: x,    api/v2,              the default",
        "/a,             X-Version: v1, api/v1,              the api's path itself",
        "/a/x,           X-Version: v9, api/unknown-version, a version that is not there",
        "/ab,            X-Version: v1, none,                another path",
    })
    void versionsInAField(String path, String field, String expected, String reason) {
        Snapshot snapshot = compiler.compile(
                1,
                "",
                read(
                        """
                weir: 1
                upstreams: [ { name: u, endpoints: ["127.0.0.1:1"] } ]
                apis:
                  - name: api
                    path: /a
                    versioning: { by: "header:X-Version" }
                    versions: [ { name: v1, to: u }, { name: v2, to: u, default: true } ]
                """));
        RoutePlan plan = find(snapshot, "GET " + path + " HTTP/1.1\r\n" + field);
        assertThat(plan == null ? "none" : plan.name()).as(reason).isEqualTo(expected);
        if (expected.endsWith("unknown-version")) {
            assertThat(filters(Objects.requireNonNull(plan))).isEqualTo("DenyFilter");
        }
    }

    @Test
    void filtersHaveOneOrderWhateverTheDocumentsIs() {
        Snapshot snapshot = compiler.compile(
                1,
                "",
                read(
                        """
                weir: 1
                upstreams: [ { name: u, endpoints: ["127.0.0.1:1"], sticky: { learned: "header:X-S" } } ]
                policies:
                  - { name: limit, rate-limit: { key: consumer, rate: 1/s, burst: 1 } }
                  - { name: gold, authorize: { groups: [gold] } }
                  - { name: known, authenticate: { any-of: [ { api-key: { header: X-K } } ] } }
                routes:
                  - { name: r, match: { path: / }, policies: [limit, gold, known], to: u }
                """));
        assertThat(filters(Objects.requireNonNull(find(snapshot, "GET /"))))
                .isEqualTo("DropFieldsFilter AuthenticateFilter AuthorizeFilter RateLimitFilter StickyFilter");
    }

    private Snapshot example() throws IOException {
        Path file =
                Files.exists(Path.of("examples")) ? Path.of("examples/weir.yaml") : Path.of("../examples/weir.yaml");
        return compiler.compile(3, "hash", read(Files.readString(file)));
    }

    private static GatewayDocument read(String text) {
        return DocumentReader.read(text, "test.yaml").orThrow();
    }

    private @Nullable RoutePlan find(Snapshot snapshot, String head) {
        return snapshot.routing().match(TestHead.of(head), match);
    }

    private static UpstreamPlan upstream(Snapshot snapshot) {
        return Objects.requireNonNull(snapshot.upstreams().get("u"));
    }

    private static String filters(RoutePlan plan) {
        return String.join(
                " ",
                Arrays.stream(plan.filters())
                        .map(filter -> filter.getClass().getSimpleName())
                        .toList());
    }

    private Limiter limiter(Policy.RateLimit policy) {
        limits.add(policy);
        return new Limiter() {
            @Override
            public Admission admit(byte[] key, int start, int end, long nowNanos, LimitAnswer answer) {
                return Admission.ADMITTED;
            }

            @Override
            public void await(byte[] key, int start, int end, Executor loop, Waiter waiter) {
                throw new AssertionError("nothing is asked when compiling");
            }
        };
    }
}
