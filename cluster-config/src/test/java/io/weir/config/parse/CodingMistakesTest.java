package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.CodingPolicy;
import io.weir.config.model.ContentCoding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be said of compress and decompress, and what not. */
class CodingMistakesTest {
    private static String document(String rule) {
        return """
                weir: 1
                upstreams: [{ name: u, endpoints: ["10.0.0.1:80"] }]
                policies:
                  - { name: a, %s }
                  - { name: b, compress: {} }
                  - { name: c, decompress: {} }
                routes:
                  - { name: one, match: { path: /one }, policies: [%s], to: u }
                """
                .formatted(rule, rule.endsWith("{}") ? "a, b, c" : "a");
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            compress: true                                  | policies[0].compress             | a mapping
            compress: { encodings: [deflate] }              | policies[0].compress.encodings[0] | br, zstd or gzip
            compress: { encodings: [GZIP] }                 | policies[0].compress.encodings[0] | br, zstd or gzip
            compress: { encodings: [] }                     | policies[0].compress.encodings   | at least one
            compress: { encodings: [br, br] }               | policies[0].compress.encodings   | twice
            compress: { types: [] }                         | policies[0].compress.types       | at least one
            compress: { types: [json] }                     | policies[0].compress.types[0]    | a media type
            compress: { types: ["*/*"] }                    | policies[0].compress.types[0]    | a media type
            compress: { types: ["text/html; q=1"] }         | policies[0].compress.types[0]    | a media type
            compress: { min-size: many }                    | policies[0].compress.min-size    | "many"
            compress: { level: 5 }                          | policies[0].compress.level       | a mapping
            compress: { level: { br: 9 } }                  | policies[0].compress.level.br    | 8
            compress: { level: { gzip: 0 } }                | policies[0].compress.level.gzip  | 1
            compress: { level: { deflate: 1 } }             | policies[0].compress.level.deflate | known field
            compress: { encodings: [br], level: { gzip: 1 } } | policies[0].compress.level.gzip | none of encodings
            compress: { size: 1 }                           | policies[0].compress.size        | known field
            compress: {}                                    | routes[0].policies               | both of the kind compress
            decompress: { encodings: [lzma] }               | policies[0].decompress.encodings[0] | gzip
            decompress: { max-size: 1B }                    | policies[0].decompress.max-size  | 1KiB
            decompress: { max-size: 1GiB }                  | policies[0].decompress.max-size  | 256MiB
            decompress: { max-ratio: 1 }                    | policies[0].decompress.max-ratio | 2
            decompress: {}                                  | routes[0].policies               | both of the kind decompress
            """)
    void eachMistakeIsFoundWhereItIs(String rule, String where, String message) {
        assertThat(DocumentReader.read(document(rule), "t.yaml").mistakes()).anySatisfy(mistake -> {
            assertThat(mistake.path()).isEqualTo(where);
            assertThat(mistake.toString()).contains(message);
        });
    }

    @Test
    void whatIsNotSaidIsAsUsual() {
        var policies = DocumentReader.read(document("compress: { encodings: [gzip], types: [Text/*] }"), "t.yaml")
                .orThrow()
                .policies();
        assertThat(policies)
                .containsExactly(
                        new CodingPolicy.Compress(
                                "a",
                                List.of(ContentCoding.GZIP),
                                List.of("text/*"),
                                1024,
                                Map.of(ContentCoding.GZIP, 5)),
                        new CodingPolicy.Compress(
                                "b",
                                List.of(ContentCoding.BROTLI, ContentCoding.ZSTD, ContentCoding.GZIP),
                                CodingPolicy.Compress.TYPES,
                                1024,
                                Map.of(ContentCoding.BROTLI, 4, ContentCoding.ZSTD, 3, ContentCoding.GZIP, 5)),
                        new CodingPolicy.Decompress("c", List.of(ContentCoding.values()), 1 << 20, 100));
    }
}
