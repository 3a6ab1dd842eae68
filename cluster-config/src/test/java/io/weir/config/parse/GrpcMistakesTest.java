package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in policies that speak gRPC for clients. */
final class GrpcMistakesTest {
    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        transcode: {}                                                  | transcode.descriptors    | is missing
        transcode: { descriptors: "file:a.pb" }                        | transcode.services       | is missing
        transcode: { descriptors: "file:a.pb", services: [] }          | transcode.services       | is missing
        transcode: { descriptors: a.pb, services: [a.B] }              | transcode.descriptors    | file:PATH
        transcode: { descriptors: "env:A", services: [a.B] }           | transcode.descriptors    | file:PATH
        transcode: { descriptors: "file:a.pb", services: [.a] }        | transcode.services[0]    | ".a"
        transcode: { descriptors: "file:a.pb", services: [a.B, a.C, a.B] } | transcode.services   | has a service twice
        transcode: { descriptors: "file:a.pb", services: ["a/B"] }     | transcode.services[0]    | "a/B"
        transcode: { descriptors: "file:a.pb", services: [a.B], unknown-fields: drop } | transcode.unknown-fields | refuse or ignore
        transcode: { descriptors: "file:a.pb", services: [a.B], max-message: 1GiB }    | transcode.max-message | "1GiB"
        transcode: { descriptors: "file:a.pb", services: [a.B], auto: true }           | transcode.auto | is not a known field
        grpc-web: []                                                   | grpc-web                 | is a list
        grpc-web: { max-message: 1B }                                  | grpc-web.max-message     | "1B"
        grpc-web: { text: true }                                       | grpc-web.text            | is not a known field
        """)
    void eachMistakeIsFoundWhereItIs(String policy, String where, String message) {
        String text = "weir: 1\npolicies: [{ name: a, " + policy + " }]\n";
        assertThat(DocumentReader.read(text, "t.yaml").mistakes()).anySatisfy(mistake -> {
            assertThat(mistake.path()).isEqualTo("policies[0]." + where);
            assertThat(mistake.toString()).contains(message);
        });
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        http/1.1 | web         | "web" calls gRPC, but upstream "up" speaks HTTP/1.1
        http/1.1 | json        | "json" calls gRPC, but upstream "up" speaks HTTP/1.1
        h2       | json, json2 | "json" and "json2" are both of the kind transcode
        h2       | web, web2   | "web" and "web2" are both of the kind grpc-web
        """)
    void policiesHaveToGoWithTheirRoute(String protocol, String policies, String message) {
        assertThat(read(protocol, policies).mistakes())
                .anySatisfy(mistake -> assertThat(mistake.toString()).contains("routes[0].policies: " + message));
    }

    @Test
    void bothMayServeOneRoute() {
        assertThat(read("h2", "web, json").mistakes()).isEmpty();
    }

    private static ParseResult read(String protocol, String policies) {
        return DocumentReader.read(
                """
                weir: 1
                listeners: [{ name: l, address: "127.0.0.1:1" }]
                upstreams: [{ name: up, protocol: %s, endpoints: ["127.0.0.1:2"] }]
                policies:
                  - { name: json, transcode: { descriptors: "file:a.pb", services: [a.B] } }
                  - { name: json2, transcode: { descriptors: "file:a.pb", services: [a.C] } }
                  - { name: web, grpc-web: {} }
                  - { name: web2, grpc-web: {} }
                routes: [{ name: r, match: { path: "/**" }, policies: [%s], to: up }]
                """
                        .formatted(protocol, policies),
                "t.yaml");
    }
}
