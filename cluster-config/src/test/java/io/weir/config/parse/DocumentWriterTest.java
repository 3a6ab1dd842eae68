package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.GatewayDocument;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocumentWriterTest {
    @Test
    void whatIsWrittenIsReadBackEqualAsJsonAndAsYaml() {
        for (long seed = 0; seed < 500; seed++) {
            GatewayDocument document = new RandomDocuments(seed).next();
            String json = DocumentWriter.json(document);
            assertThat(DocumentReader.read(json, "seed-" + seed + ".json").orThrow())
                    .isEqualTo(document);
            String yaml = DocumentWriter.yaml(document);
            assertThat(DocumentReader.read(yaml, "seed-" + seed + ".yaml").orThrow())
                    .isEqualTo(document);
        }
    }

    @Test
    void equalDocumentsHaveEqualHashesHoweverTheyWereWritten() throws Exception {
        GatewayDocument example = DocumentReader.read(Files.readString(Path.of("../examples/weir.yaml")), "weir.yaml")
                .orThrow();
        GatewayDocument again =
                DocumentReader.read(DocumentWriter.yaml(example), "again.yaml").orThrow();

        assertThat(DocumentWriter.hash(again))
                .isEqualTo(DocumentWriter.hash(example))
                .hasSize(64);
        assertThat(DocumentWriter.hash(GatewayDocument.EMPTY)).isNotEqualTo(DocumentWriter.hash(example));
    }

    @Test
    void aDocumentOfTenThousandRoutesIsWrittenAndReadWhole() {
        StringBuilder text = new StringBuilder("weir: 1\nupstreams: [{name: a, endpoints: [localhost:1]}]\nroutes:\n");
        for (int i = 0; i < 10_000; i++) {
            text.append("  - name: route-").append(i).append('\n');
            text.append("    match:\n      hosts: [tenant-").append(i % 100).append(".example.com]\n");
            text.append("      path: /service-").append(i).append("/{id}/orders/**\n      methods: [GET, POST]\n");
            text.append("    response-headers: { set: { X-Route: \"number ")
                    .append(i)
                    .append("\" } }\n    to: a\n");
        }
        String large = text.toString();
        assertThat(large.length()).isGreaterThan(1_700_000);

        GatewayDocument document = DocumentReader.read(large, "large.yaml").orThrow();
        String json = DocumentWriter.json(document);
        GatewayDocument again = DocumentReader.read(json, "large.json").orThrow();
        assertThat(again).isEqualTo(document);
    }
}
