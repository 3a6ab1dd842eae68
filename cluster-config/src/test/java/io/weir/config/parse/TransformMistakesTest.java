package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes in policies that convert bodies. */
final class TransformMistakesTest {
    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        transform: []                                                         | transform                   | is a list
        transform: {}                                                         | transform                   | transforms nothing
        transform: { request: { accept: [image/png] } }                       | transform.request.accept[0] | "image/png"
        transform: { request: { accept: [text/xml], to: text/csv } }          | transform.request.to        | "text/csv"
        transform: { request: { accept: [text/xml], from: text/xml } }        | transform.request.from      | is not a known field
        transform: { response: { offer: [text/csv] } }                        | transform.response.offer[0] | "text/csv"
        transform: { response: { offer: ["*/*"] } }                           | transform.response.offer[0] | "*/*"
        transform: { response: { offer: ["text/xml; charset=utf-8"] } }       | transform.response.offer[0] | "text/xml; charset=utf-8"
        transform: { response: { offer: [text/xml, text/xml] } }              | transform.response.offer    | has a media type twice
        transform: { response: { offer: [text/xml], from: image/png } }       | transform.response.from     | "image/png"
        transform: { response: { offer: [text/xml] }, max-body: 1GiB }        | transform.max-body          | "1GiB"
        transform: { response: { offer: [text/xml] }, max-depth: 0 }          | transform.max-depth         | "0"
        transform: { response: { offer: [text/xml] }, xml: { root: "a b" } }  | transform.xml.root          | "a b"
        transform: { response: { offer: [text/xml] }, xml: { types: guess } } | transform.xml.types         | text or inferred
        transform: { response: { offer: [text/xml] }, csv: { delimiter: ab } } | transform.csv.delimiter    | "ab"
        transform: { response: { offer: [text/xml] }, csv: { delimiter: a } } | transform.csv.delimiter     | "a"
        transform: { soap: {} }                                               | transform.soap.operation    | is missing
        transform: { soap: { operation: Get } }                               | transform.soap.namespace    | is missing
        transform: { soap: { operation: "m:Get", namespace: "urn:x" } }       | transform.soap.operation    | "m:Get"
        transform: { soap: { operation: Get, namespace: "a b" } }             | transform.soap.namespace    | "a b"
        transform: { soap: { operation: Get, namespace: "urn:x", version: "2.0" } } | transform.soap.version | "2.0"
        transform: { soap: { operation: Get, namespace: "urn:x", side: both } } | transform.soap.side       | backend or client
        transform: { soap: { operation: Get, namespace: "urn:x", action: 'a"b' } } | transform.soap.action  | without quotes
        transform: { soap: { operation: Get, namespace: "urn:x", header: { "a b": c } } } | transform.soap.header.a b | no element with a text
        transform: { soap: { operation: Get, namespace: "urn:x", side: client, header: { a: b } } } | transform.soap.header | for backends that speak SOAP
        transform: { soap: { operation: Get, namespace: "urn:x" }, response: { offer: [text/xml] } } | transform.response | is beside soap
        """)
    void eachMistakeIsFoundWhereItIs(String policy, String where, String message) {
        String text = "weir: 1\npolicies: [{ name: a, " + policy + " }]\n";
        assertThat(DocumentReader.read(text, "t.yaml").mistakes()).anySatisfy(mistake -> {
            assertThat(mistake.toString()).contains(message);
            assertThat(mistake.path()).isEqualTo("policies[0]." + where);
        });
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        policies: [a, b], to: up       | are both of the kind transform
        policies: [a, json], to: up    | cannot convert calls of gRPC
        policies: [a], respond: 204    | has nothing to convert
        """)
    void policiesHaveToGoWithTheirRoute(String route, String message) {
        String text = "weir: 1\n"
                + "upstreams: [{ name: up, protocol: h2, endpoints: [\"127.0.0.1:1\"] }]\n"
                + "policies: [{ name: a, transform: { response: { offer: [text/xml] } } },"
                + " { name: b, transform: { response: { offer: [text/xml] } } },"
                + " { name: json, transcode: { descriptors: \"file:a.pb\", services: [a.B] } }]\n"
                + "routes: [{ name: r, match: { path: /** }, " + route + " }]\n";
        assertThat(DocumentReader.read(text, "t.yaml").mistakes())
                .anySatisfy(mistake -> assertThat(mistake.toString()).contains("routes[0].policies: ", message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request: { accept: [application/xml], to: application/json }, response: { offer: [application/json, application/xml] }",
                "request: { accept: [text/csv, application/vnd.acme+xml] }",
                "response: { offer: [application/x-ndjson], from: application/json }, csv: { delimiter: tab }"
            })
    void theseAreGood(String fields) {
        String text = "weir: 1\npolicies: [{ name: a, transform: { " + fields + " } }]\n";
        assertThat(DocumentReader.read(text, "t.yaml").mistakes()).isEmpty();
    }

    @Test
    void whatIsOfferedComesFromWhatIsSentUnlessThatIsAForm() {
        String text = "weir: 1\npolicies: [{ name: a, transform: { request: { accept: [text/xml], to: "
                + "application/x-www-form-urlencoded }, response: { offer: [text/xml] } } }]\n";
        assertThat(DocumentReader.read(text, "t.yaml").mistakes()).isEmpty();
    }
}
