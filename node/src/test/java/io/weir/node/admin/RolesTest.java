package io.weir.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.GatewayDocument;
import io.weir.config.parse.DocumentReader;
import io.weir.node.state.AdminRole;
import io.weir.node.state.ConfigDesk;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may ask for what. */
class RolesTest {
    /** Nobody, or the least role that is let in. */
    private static final String[] TABLE = {
        "GET /health/live: anybody",
        "GET /health/ready: anybody",
        "GET /v1/openapi.json: anybody",
        "GET /metrics: viewer",
        "GET /v1/cluster: viewer",
        "GET /v1/nodes/self: viewer",
        "GET /v1/config: viewer",
        "PUT /v1/config: admin",
        "GET /v1/routes: viewer",
        "GET /v1/apis/{api}/versions: viewer",
        "GET /v1/upstreams: viewer",
        "POST /v1/upstreams/{upstream}/endpoints/{endpoint}/drain: operator",
        "POST /v1/upstreams/{upstream}/endpoints/{endpoint}/undrain: operator",
        "GET /v1/limits: viewer",
        "GET /v1/sessions: viewer",
        "GET /v1/revocations: viewer",
        "POST /v1/revocations: operator",
        "DELETE /v1/revocations/{id}: operator",
        "GET /v1/cache: viewer",
        "GET /v1/cache/lookup: viewer",
        "DELETE /v1/cache: operator",
        "GET /v1/tokens: admin",
        "POST /v1/tokens: admin",
        "DELETE /v1/tokens/{id}: admin",
        "GET /v1/audit: viewer",
        "GET /v1/certificates: viewer",
        "GET /v1/certificates/{name}: viewer",
        "PUT /v1/certificates/{name}: admin",
        "DELETE /v1/certificates/{name}: admin",
        "POST /v1/certificates/{name}/order: admin",
    };

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
    void theTableNamesEveryResourceAndNothingElse() {
        Set<String> table = Arrays.stream(TABLE).collect(Collectors.toCollection(TreeSet::new));
        Set<String> real = admin.resources().all().stream()
                .map(resource -> resource.method() + " " + resource.path() + ": "
                        + resource.role().map(AdminRole::word).orElse("anybody"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(real).isEqualTo(table);
    }

    @Test
    void aRoleMayDoWhatIsItsOwnAndNoMore() throws Exception {
        for (AdminRole role : AdminRole.values()) {
            String secret = node.tokens.secretOf("a-" + role.word(), role);
            for (String row : TABLE) {
                String[] parts = row.split(": | ");
                AdminRole needed = AdminRole.of(parts[2]).orElse(AdminRole.VIEWER);
                HttpResponse<String> answer = ask(parts[0], parts[1], secret);
                if (role.mayDo(needed)) {
                    assertThat(answer.statusCode()).as(role + " " + row).isNotIn(401, 403);
                } else {
                    assertThat(answer.statusCode()).as(role + " " + row).isEqualTo(403);
                    assertThat(AdminClient.json(answer).path("type").asText())
                            .isEqualTo("urn:weir:problem:role-needed");
                    assertThat(AdminClient.json(answer).path("expected").asText())
                            .contains(needed.word());
                }
            }
        }
        assertThat(node.drained).as("the operator may").isEmpty();
    }

    @Test
    void withoutATokenOnlyHealthAndTheDescriptionAreAnswered() throws Exception {
        for (String row : TABLE) {
            String[] parts = row.split(": | ");
            int status = ask(parts[0], parts[1], "").statusCode();
            assertThat(status).as(row).matches(it -> parts[2].equals("anybody") ? it == 200 : it == 401);
        }
    }

    @Test
    void whatWasRefusedForTheRoleChangedNothingAndIsNoted() throws Exception {
        String secret = node.tokens.secretOf("looker", AdminRole.VIEWER);
        ask("POST", "/v1/upstreams/orders/endpoints/127.0.0.1:9001/drain", secret);
        assertThat(node.drained).isEmpty();
        assertThat(node.audit.events).singleElement().satisfies(event -> {
            assertThat(event.who()).isEqualTo("looker");
            assertThat(event.role()).isEqualTo("viewer");
            assertThat(event.outcome()).isEqualTo(403);
            assertThat(event.problem()).isEqualTo("role-needed");
            assertThat(event.address()).isEqualTo("127.0.0.1");
            assertThat(event.resource()).isEqualTo("/v1/upstreams/orders/endpoints/127.0.0.1:9001/drain");
        });
    }

    @Test
    void onlyWhoMayChangeThemSeesHashesOfPasswords() throws Exception {
        String hash = "$pbkdf2-sha256$i=4096$c2FsdHNhbHQ$ZiMD/VuDIBLM8rT9ZlFkcm8vO44PH2jtvpsH6s4pwvU";
        GatewayDocument document = DocumentReader.read(
                        "weir: 1\nconsumers: [{name: acme, groups: [gold], basic: {username: bob, password: \"" + hash
                                + "\"}}]",
                        "test.yaml")
                .orThrow();
        node.live = new ConfigDesk.Live(13, "", document);
        for (AdminRole role : AdminRole.values()) {
            for (String form : List.of("application/yaml", "application/json")) {
                HttpResponse<String> answer = admin.send(admin.anonymous("/v1/config")
                        .header("Accept", form)
                        .header("Authorization", "Bearer " + node.tokens.secretOf("b-" + role.word(), role)));
                String whole = answer.body().replace(ShownDocument.HIDDEN, hash);
                assertThat(answer.body().contains(hash)).isEqualTo(role == AdminRole.ADMIN);
                assertThat(DocumentReader.read(whole, "x.yaml").orThrow()).isEqualTo(document);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "header:X-Session, sha256:8254c329a92850f6",
        "query:session, sha256:8254c329a92850f6",
        "consumer, k",
        "address, k",
    })
    void whatMakesSomebodyAClientIsToldToNobody(String key, String told) throws Exception {
        GatewayDocument document = DocumentReader.read(
                        "weir: 1\nupstreams: [{name: orders, endpoints: ['127.0.0.1:9001'], sticky: {learned: '" + key
                                + "'}}]",
                        "test.yaml")
                .orThrow();
        node.live = new ConfigDesk.Live(13, "", document);
        HttpResponse<String> answer = admin.get("/v1/sessions?upstream=orders");
        assertThat(AdminClient.json(answer).path("sessions").get(0).path("key").asText())
                .isEqualTo(told);
    }

    private HttpResponse<String> ask(String method, String path, String secret) throws Exception {
        var request = admin.anonymous(path.replaceAll("\\{\\w+}", "x")).method(method, BodyPublishers.noBody());
        if (!secret.isEmpty()) {
            request.header("Authorization", "Bearer " + secret);
        }
        return admin.send(request);
    }
}
