package io.weir.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.node.state.Purge;
import io.weir.node.state.Spread;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheResourceTest {
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

    @ParameterizedTest(name = "{0}: {1} [{2}]")
    @CsvSource({
        "url=http://example.com/a%3Fb=c, URL, http://example.com/a?b=c",
        "prefix=https://example.com:8443/a/, PREFIX, https://example.com:8443/a/",
        "tag=product-7, TAG, product-7",
        "all=true, ALL, ''",
    })
    void whatIsPurged(String query, Purge.Kind kind, String value) throws Exception {
        HttpResponse<String> answer = admin.delete("/v1/cache?" + query);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(AdminClient.json(answer).path("applied"))
                .extracting(JsonNode::asText)
                .containsExactly("node-1", "node-2");
        assertThat(node.purges.all).containsExactly(new Purge(kind, value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?all=false",
                "?all=yes",
                "?tag=a&all=true",
                "?url=/a",
                "?url=ftp://example.com/a",
                "?url=http://u@example.com/a",
                "?url=http://example.com/a%23b",
                "?tag=a%2Cb",
                "?tag=",
                "?host=a"
            })
    void whatSaysNothingToPurgeOrTooMuch(String query) throws Exception {
        HttpResponse<String> answer = admin.delete("/v1/cache" + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(node.purges.all).isEmpty();
    }

    @Test
    void aMemberThatDidNotAnswerIsNamed() throws Exception {
        node.purges.spread = new Spread(List.of("node-1"), List.of("node-2"), true);
        HttpResponse<String> answer = admin.delete("/v1/cache?all=true");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(AdminClient.json(answer).path("missing").get(0).asText()).isEqualTo("node-2");

        node.purges.extra = 5_000;
        assertThat(admin.delete("/v1/cache?all=true").statusCode()).isEqualTo(409);
    }

    @Test
    void theCachesOfTheNodeAreShown() throws Exception {
        JsonNode shown = AdminClient.json(admin.get("/v1/cache"));

        assertThat(shown.path("trusted").asBoolean()).isTrue();
        assertThat(shown.path("caches").get(0).path("policy").asText()).isEqualTo("assets");
        assertThat(shown.path("caches").get(0).path("bytes").asLong()).isEqualTo(4096);
    }

    @Test
    void whatIsStoredForAnAddressIsShown() throws Exception {
        JsonNode shown = AdminClient.json(admin.get("/v1/cache/lookup?url=http://example.com/a"));

        assertThat(shown.path("answers").get(0).path("ttl").asLong()).isEqualTo(53);
        assertThat(shown.path("answers").get(0).has("etag")).isFalse();
        assertThat(admin.get("/v1/cache/lookup").statusCode()).isEqualTo(400);
        assertThat(admin.get("/v1/cache/lookup?url=a").statusCode()).isEqualTo(400);
    }
}
