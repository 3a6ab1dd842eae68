package io.weir.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.node.state.CertificateDesk.Outcome;
import io.weir.node.state.ConfigDesk;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CertificateResourceTest {
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

    private HttpResponse<String> put(String name, String type, String body) throws Exception {
        return admin.send(admin.request("/v1/certificates/" + name)
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofString(body)));
    }

    @Test
    void certificatesAreShownWithoutTheirKeys() throws Exception {
        HttpResponse<String> answer = admin.get("/v1/certificates");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("PRIVATE");
        JsonNode shop = AdminClient.json(answer).path("certificates").get(0);
        assertThat(shop.path("name").asText()).isEqualTo("shop");
        assertThat(shop.path("source").asText()).isEqualTo("file:shop.pem");
        assertThat(shop.path("subject").asText()).isEqualTo("CN=shop.test");
        assertThat(shop.path("issuer").asText()).isEqualTo("CN=Test Root");
        assertThat(shop.path("names")).extracting(JsonNode::asText).containsExactly("*.shop.test", "shop.test");
        assertThat(shop.path("key").asText()).isEqualTo("EC P-256");
        assertThat(shop.path("daysLeft").asInt()).isEqualTo(89);
        assertThat(shop.path("sha256").asText()).matches("[0-9a-f]{64}");
        assertThat(shop.path("stapled").asBoolean()).isTrue();
        assertThat(shop.path("since").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(shop.path("problem").asText()).isEqualTo("look at it");
        assertThat(AdminClient.json(admin.get("/v1/certificates/shop"))).isEqualTo(shop);

        JsonNode odd = AdminClient.json(admin.get("/v1/certificates/odd"));
        assertThat(odd.path("problem").asText()).isEqualTo("cannot be opened");
        assertThat(odd.has("daysLeft")).as("nothing is known of it").isFalse();
        assertThat(admin.get("/v1/certificates/none").statusCode()).isEqualTo(404);
    }

    @Test
    void howOrdersGoIsShownAndOneIsOrderedAnew() throws Exception {
        JsonNode pay = AdminClient.json(admin.get("/v1/certificates/pay"));
        assertThat(pay.path("order").toString())
                .isEqualTo("{\"state\":\"failed\",\"failures\":2,\"last\":\"1970-01-01T00:00:00Z\","
                        + "\"next\":\"1970-01-01T00:01:00Z\",\"problem\":\"the server cannot be asked\"}");
        HttpResponse<String> answer =
                admin.send(admin.request("/v1/certificates/pay/order").POST(BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(node.certificates.uploaded).isEqualTo("pay wanted anew");
        node.certificates.outcome = new Outcome.InUse("certificate shop of the live document is uploaded, not ordered");
        assertThat(admin.send(admin.request("/v1/certificates/shop/order").POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void anUploadIsOneTextOrAnObject() throws Exception {
        HttpResponse<String> answer = put("partner", "application/x-pem-file", "PEM\nPEM\n");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(AdminClient.json(answer).path("everywhere").asBoolean()).isTrue();
        assertThat(node.certificates.uploaded).isEqualTo("partner|PEM\nPEM\n|PEM\nPEM\n|0");
        put("partner", "application/json", "{\"chain\":\"a\\nb\",\"key\":\"c\",\"ocsp\":\"AAAA\"}");
        assertThat(node.certificates.uploaded).isEqualTo("partner|a\nb|c|3");
        assertThat(admin.delete("/v1/certificates/partner").statusCode()).isEqualTo(200);
        assertThat(node.certificates.uploaded).isEqualTo("partner removed");
    }

    static Stream<Arguments> outcomes() {
        return Stream.of(
                Arguments.of(new Outcome.Done(false), 202, "false"),
                Arguments.of(new Outcome.Refused("has a weak key"), 422, "Certificate x: has a weak key."),
                Arguments.of(new Outcome.InUse("it is from file:x"), 409, "certificate-in-use"),
                Arguments.of(new Outcome.Unknown(), 404, "There is no certificate"),
                Arguments.of(new Outcome.NoSecret("set it"), 409, "no-cluster-secret"),
                Arguments.of(new Outcome.Unavailable("no majority"), 503, "no majority"));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void whatBecameOfItIsSaid(Outcome outcome, int status, String text) throws Exception {
        node.certificates.outcome = outcome;
        HttpResponse<String> answer = put("x", "application/x-pem-file", "PEM");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(text);
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "x | text/plain | PEM | 415 | another type",
                "x | application/json | {} | 400 | no chain",
                "x | application/json | {\"chain\":\"a\"} | 400 | no key",
                "x | application/json | {\"chain\":\"a\",\"key\":1} | 400 | a key that is no text",
                "x | application/json | {\"chain\":\"a\",\"key\":\"b\",\"ocsp\":\"%\"} | 400 | a response that is no base64",
                "x | application/json | {\"chain\":\"a\",\"key\":\"b\",\"pass\":\"c\"} | 400 | an unknown field",
                "-x | application/x-pem-file | PEM | 400 | no name",
            })
    void whatIsNoCertificateIsNotRead(String name, String type, String body, int status, String why) throws Exception {
        HttpResponse<String> answer = put(name, type, body);
        assertThat(answer.statusCode()).as(why).isEqualTo(status);
        assertThat(node.certificates.uploaded).isEmpty();
    }

    @Test
    void aLargeBodyIsRefusedUnread() throws Exception {
        assertThat(put("x", "application/x-pem-file", "x".repeat(200_000)).statusCode())
                .isEqualTo(413);
    }

    @Test
    void aChangeOfTheDocumentSaysWhatIsHardlyMeant() throws Exception {
        node.outcome = CompletableFuture.completedFuture(new ConfigDesk.Outcome.Accepted(13, "h", List.of()));
        node.certificates.warnings = List.of("listener secure: no certificate covers a.test");
        HttpResponse<String> answer = admin.send(
                admin.request("/v1/config")
                        .header("Content-Type", "application/yaml")
                        .PUT(
                                BodyPublishers.ofString(
                                        """
                        weir: 1
                        defaults: { authorize: deny }
                        routes: [{ name: a, match: { path: /a }, respond: {} }]
                        """)));
        JsonNode warnings = AdminClient.json(answer).path("warnings");
        assertThat(warnings.get(0).asText()).contains("route a has no authorize policy");
        assertThat(warnings.get(1).asText()).isEqualTo("listener secure: no certificate covers a.test");
    }
}
