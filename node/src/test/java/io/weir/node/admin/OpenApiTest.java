package io.weir.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.node.state.AdminRole;
import io.weir.protocol.admin.AuditReport;
import io.weir.protocol.admin.CachesReport;
import io.weir.protocol.admin.CertificatesReport;
import io.weir.protocol.admin.ClusterReport;
import io.weir.protocol.admin.ConfigReport;
import io.weir.protocol.admin.LimitView;
import io.weir.protocol.admin.NodeReport;
import io.weir.protocol.admin.ProblemReport;
import io.weir.protocol.admin.ReadyReport;
import io.weir.protocol.admin.RevocationsReport;
import io.weir.protocol.admin.RoutesReport;
import io.weir.protocol.admin.SessionsView;
import io.weir.protocol.admin.StoredReport;
import io.weir.protocol.admin.TokensReport;
import io.weir.protocol.admin.UpstreamsReport;
import io.weir.protocol.admin.VersionsReport;
import java.lang.reflect.RecordComponent;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The description of the admin API says what is so, and nothing else. */
class OpenApiTest {
    private static final Map<String, Class<? extends Record>> ANSWERS = Map.ofEntries(
            Map.entry("Problem", ProblemReport.class),
            Map.entry("DocumentMistake", ProblemReport.DocumentMistake.class),
            Map.entry("Ready", ReadyReport.class),
            Map.entry("Cluster", ClusterReport.class),
            Map.entry("Member", ClusterReport.Member.class),
            Map.entry("Node", NodeReport.class),
            Map.entry("NodeListener", NodeReport.Listener.class),
            Map.entry("ConfigChange", ConfigReport.class),
            Map.entry("Routes", RoutesReport.class),
            Map.entry("Route", RoutesReport.Route.class),
            Map.entry("Upstreams", UpstreamsReport.class),
            Map.entry("Upstream", UpstreamsReport.Upstream.class),
            Map.entry("Endpoint", UpstreamsReport.Endpoint.class),
            Map.entry("Drained", UpstreamsReport.Drained.class),
            Map.entry("Limit", LimitView.class),
            Map.entry("Lease", LimitView.Lease.class),
            Map.entry("Sessions", SessionsView.class),
            Map.entry("Session", SessionsView.Session.class),
            Map.entry("Revocations", RevocationsReport.class),
            Map.entry("Revocation", RevocationsReport.Revocation.class),
            Map.entry("Applied", RevocationsReport.Applied.class),
            Map.entry("Caches", CachesReport.class),
            Map.entry("Cache", CachesReport.Cache.class),
            Map.entry("CacheRemoved", CachesReport.Removed.class),
            Map.entry("CacheDisk", CachesReport.Disk.class),
            Map.entry("StoredAnswers", StoredReport.class),
            Map.entry("StoredAnswer", StoredReport.Answer.class),
            Map.entry("ApiVersions", VersionsReport.class),
            Map.entry("CountingNode", VersionsReport.Node.class),
            Map.entry("ApiVersion", VersionsReport.Version.class),
            Map.entry("VersionRequests", VersionsReport.Requests.class),
            Map.entry("VersionCaller", VersionsReport.Caller.class),
            Map.entry("Tokens", TokensReport.class),
            Map.entry("Token", TokensReport.Token.class),
            Map.entry("IssuedToken", TokensReport.Issued.class),
            Map.entry("Audit", AuditReport.class),
            Map.entry("AuditEntry", AuditReport.Entry.class),
            Map.entry("Certificates", CertificatesReport.class),
            Map.entry("Certificate", CertificatesReport.Certificate.class),
            Map.entry("CertificateOrder", CertificatesReport.Order.class),
            Map.entry("CertificateChanged", CertificatesReport.Changed.class));

    private final FakeNode node = new FakeNode();
    private AdminClient admin;
    private JsonNode api;

    private record Operation(String method, String path, JsonNode says) {
        List<String> parameters(String in) {
            List<String> names = new ArrayList<>();
            says.path("parameters").forEach(parameter -> {
                if (parameter.path("in").asText().equals(in)) {
                    names.add(parameter.path("name").asText());
                }
            });
            return names;
        }
    }

    @BeforeEach
    void start() throws Exception {
        admin = AdminClient.of(node);
        api = AdminClient.json(admin.send(admin.anonymous("/v1/openapi.json")));
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void everyResourceIsDescribedAndNothingElse() {
        Set<String> described = new TreeSet<>();
        operations()
                .forEach(operation -> described.add(operation.method + " " + operation.path + " "
                        + operation.says.path("x-weir-role").asText() + " "
                        + operation.says.path("requestBody").isObject() + ": "
                        + operation.says.path("summary").asText()));
        Set<String> real = new TreeSet<>();
        admin.resources()
                .all()
                .forEach(resource -> real.add(resource.method() + " " + resource.path() + " "
                        + resource.role().map(AdminRole::word).orElse("anybody") + " " + resource.reads() + ": "
                        + resource.summary()));
        assertThat(described).isEqualTo(real);
    }

    @Test
    void parametersAreThoseThatAreTaken() throws Exception {
        for (Operation operation : operations()) {
            List<String> inBraces = Arrays.stream(operation.path.split("/"))
                    .filter(segment -> segment.startsWith("{"))
                    .map(segment -> segment.substring(1, segment.length() - 1))
                    .toList();
            assertThat(operation.parameters("path")).as(operation.path).isEqualTo(inBraces);

            HttpResponse<String> answer =
                    admin.send(admin.request(operation.path.replaceAll("\\{\\w+}", "x") + "?unheard-of=1")
                            .method(operation.method, BodyPublishers.noBody()));
            JsonNode problem = answer.body().startsWith("{")
                    ? AdminClient.json(answer)
                    : AdminClient.json(admin.get("/v1/nothing"));
            List<String> taken = problem.path("field").asText().equals("unheard-of")
                    ? Arrays.stream(problem.path("expected").asText().split(", "))
                            .filter(name -> !name.equals("no query"))
                            .toList()
                    : List.of();
            assertThat(operation.parameters("query"))
                    .as(operation.method + " " + operation.path)
                    .containsExactlyInAnyOrderElementsOf(taken);
        }
    }

    @Test
    void answersHaveTheFieldsThatAreDescribed() {
        JsonNode schemas = api.path("components").path("schemas");
        ANSWERS.forEach((name, type) -> {
            List<String> fields = new ArrayList<>();
            schemas.path(name).path("properties").fieldNames().forEachRemaining(fields::add);
            assertThat(fields)
                    .as(name)
                    .containsExactlyElementsOf(Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getName)
                            .toList());
        });
        Set<String> requests = new TreeSet<>();
        schemas.fieldNames().forEachRemaining(requests::add);
        requests.removeAll(ANSWERS.keySet());
        assertThat(requests).containsExactly("CertificateUpload", "NewRevocation", "NewToken");
    }

    @Test
    void whatIsReferredToIsThereAndEveryOperationMayFail() {
        List<JsonNode> references = api.findValues("$ref");
        assertThat(references).isNotEmpty();
        for (JsonNode reference : references) {
            assertThat(api.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
        for (Operation operation : operations()) {
            JsonNode responses = operation.says.path("responses");
            assertThat(responses.has("default")).as(operation.path).isTrue();
            boolean open = operation.says.path("x-weir-role").asText().equals("anybody");
            assertThat(responses.has("401")).as(operation.path).isEqualTo(!open);
            assertThat(operation.says.path("security").isEmpty())
                    .as(operation.path)
                    .isEqualTo(open);
        }
    }

    @Test
    void whatIsAnsweredHasADescribedStatusAndForm() throws Exception {
        Map<String, String> queries = Map.of(
                "/v1/limits", "?policy=per-client&key=10.0.0.1",
                "/v1/sessions", "?upstream=orders");
        for (Operation operation : operations()) {
            String path = operation.path.replaceAll("\\{\\w+}", "x") + queries.getOrDefault(operation.path, "");
            HttpResponse<String> answer =
                    admin.send(admin.request(path).method(operation.method, BodyPublishers.noBody()));
            JsonNode described = operation.says.path("responses").path(Integer.toString(answer.statusCode()));
            assertThat(described.isMissingNode())
                    .as(operation.method + " " + path + " " + answer.statusCode() + ": " + answer.body())
                    .isFalse();
            String type = answer.headers().firstValue("Content-Type").orElse("").split(";")[0];
            JsonNode resolved = described.has("$ref")
                    ? api.at(described.path("$ref").asText().substring(1))
                    : described;
            assertThat(resolved.path("content").has(type))
                    .as(operation.method + " " + path + " answers " + type)
                    .isTrue();
        }
    }

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                operations.add(
                        new Operation(method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()));
            }
        }
        return operations;
    }
}
