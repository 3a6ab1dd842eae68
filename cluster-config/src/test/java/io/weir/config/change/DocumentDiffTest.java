package io.weir.config.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.GatewayDocument;
import io.weir.config.parse.DocumentReader;
import org.junit.jupiter.api.Test;

class DocumentDiffTest {
    private static final String BASE =
            """
            weir: 1
            upstreams: [ { name: a, endpoints: [localhost:1] } ]
            routes:
              - { name: one, match: { path: /one }, to: a }
              - { name: two, match: { path: /two }, to: a }
            """;

    @Test
    void resourcesAreAddedChangedAndRemovedByName() {
        String next =
                """
                weir: 1
                upstreams: [ { name: a, endpoints: [localhost:1] } ]
                policies: [ { name: p, rate-limit: { key: address, rate: 1/s } } ]
                routes:
                  - { name: three, match: { path: /three }, to: a }
                  - { name: two, match: { path: /two }, policies: [p], to: a }
                """;

        assertThat(DocumentDiff.between(read(BASE), read(next)))
                .extracting(Change::toString)
                .containsExactly("policy p: added", "route three: added", "route two: changed", "route one: removed");
    }

    @Test
    void equalDocumentsDoNotDiffer() {
        assertThat(DocumentDiff.between(read(BASE), read(BASE))).isEmpty();
        assertThat(DocumentDiff.between(GatewayDocument.EMPTY, read(BASE))).hasSize(3);
    }

    @Test
    void anotherDefaultIsAChange() {
        assertThat(DocumentDiff.between(read(BASE), read(BASE + "defaults: { authorize: deny }\n")))
                .extracting(Change::toString)
                .containsExactly("defaults authorize: changed");
    }

    private static GatewayDocument read(String text) {
        return DocumentReader.read(text, "test.yaml").orThrow();
    }
}
