package io.weir.node.filter.transform;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Documents;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Formats behind a cache: it stores what clients get, each format for itself, and a hit is not converted again. */
@ExtendWith(NoLeaks.class)
final class StoredFormatsTest {
    private static WireMessage get(WireClient client, String fields) {
        return client.get("/", fields);
    }

    @Test
    void eachFormatIsStoredForItselfAndKnownByItsWeakTag() {
        String body = "{\"a\":1}";
        try (TestBackend backend =
                        TestBackend.answering(request -> "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                + "Cache-Control: max-age=60\r\nETag: \"v1\"\r\nContent-Length: " + body.length()
                                + "\r\n\r\n"
                                + body);
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .route("policies: [stored, formats]")
                        .more("policies: [{ name: stored, cache: { memory: 1MiB } }, { name: formats, transform: {"
                                + " response: { offer: [application/json, application/xml] } } }]")
                        .toString());
                WireClient client = gateway.client()) {
            for (int round = 0; round < 2; round++) {
                assertThat(get(client, "Accept: application/xml\r\n").body()).endsWith("<a>1</a>");
                assertThat(get(client, "Accept: application/json\r\n").body()).isEqualTo(body);
            }
            assertThat(backend.requests()).hasSize(2);
            WireMessage same = get(client, "Accept: application/xml\r\nIf-None-Match: W/\"v1\"\r\n");
            assertThat(same.status()).isEqualTo(304);
            assertThat(backend.requests()).hasSize(2);
        }
    }
}
