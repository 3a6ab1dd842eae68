package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.WebSocketPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be said of WebSockets, and what not. */
class WebSocketMistakesTest {
    private static String document(String rule) {
        return """
                weir: 1
                upstreams: [{ name: u, endpoints: ["10.0.0.1:80"] }]
                policies:
                  - { name: a, websocket: %s }
                  - { name: b, websocket: false }
                routes:
                  - { name: one, match: { path: /one }, policies: [a], to: u }
                  - { name: two, match: { path: /two }, policies: [%s], to: u }
                """
                .formatted(rule, rule.equals("{}") ? "a, b" : "b");
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            true                    | policies[0].websocket          | false, or a mapping
            often                   | policies[0].websocket          | false, or a mapping
            [1]                     | policies[0].websocket          | false, or a mapping
            { idle: 50ms }          | policies[0].websocket.idle     | 100ms
            { idle: 0 }             | policies[0].websocket.idle     | 100ms
            { idle: long }          | policies[0].websocket.idle     | "long"
            { lifetime: -1s }       | policies[0].websocket.lifetime | "-1s"
            { lifetimes: 1d }       | policies[0].websocket.lifetimes | did you mean lifetime
            {}                      | routes[1].policies             | both of the kind websocket
            """)
    void eachMistakeIsFoundWhereItIs(String rule, String where, String message) {
        assertThat(DocumentReader.read(document(rule), "t.yaml").mistakes()).anySatisfy(mistake -> {
            assertThat(mistake.path()).isEqualTo(where);
            assertThat(mistake.toString()).contains(message);
        });
    }

    @Test
    void whatIsNotSaidIsAsItIsWithoutThePolicy() {
        var policies = DocumentReader.read(document("{ lifetime: 1d }"), "t.yaml")
                .orThrow()
                .policies();
        assertThat(policies)
                .containsExactly(
                        new WebSocketPolicy("a", true, WebSocketPolicy.IDLE, Duration.ofDays(1)),
                        WebSocketPolicy.none("b"));
    }
}
