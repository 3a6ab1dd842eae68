package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in listeners that pass bytes on, and in what they lead to. */
class TcpMistakesTest {
    private static String document(String listener, String upstream) {
        return """
                weir: 1
                certificates: [{ name: own, chain: "file:c", key: "file:k" }]
                listeners:
                  - { name: raw, address: "127.0.0.1:1", %s }
                  - { name: web, address: "127.0.0.1:2" }
                upstreams:
                  - { name: db, endpoints: ["10.0.0.1:5432"]%s }
                """
                .formatted(listener, upstream);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        # listener                                                      | where              | message contains
        tcp: {}                                                         | tcp.to             | is missing
        tcp: db                                                         | tcp                | "db"
        tcp: { to: bd }                                                 | tcp.to             | did you mean db
        tcp: { to: [db] }                                               | tcp.to             | the name of an upstream
        tcp: { sni: {} }                                                | tcp.sni            | has no names
        tcp: { sni: [db] }                                              | tcp.sni            | a mapping
        tcp: { sni: { "a.org": bd } }                                   | tcp.sni.a.org      | there is no upstream "bd"
        tcp: { sni: { "a.org:443": db } }                               | tcp.sni.a.org:443  | without a port
        tcp: { sni: { "[::1]": db } }                                   | tcp.sni.[::1]      | no name that TLS asks for
        tcp: { sni: { "*": db } }                                       | tcp.sni.*          | no name that TLS asks for
        tcp: { sni: { "a.org": db, "A.ORG": db } }                      | tcp.sni.A.ORG      | is there twice
        tcp: { to: db, port: 1 }                                        | tcp.port           | is not a known field
        tcp: { to: db }, limits: { head: 1KiB }                         | limits.head        | has no meaning
        tcp: { to: db }, limits: { fields: 1 }                          | limits.fields      | has no meaning
        tcp: { to: db }, limits: { body: 1KiB }                         | limits.body        | has no meaning
        tcp: { to: db }, timeouts: { idle: 1s }                         | timeouts.idle      | has no meaning
        tcp: { to: db }, timeouts: { body: 1s }                         | timeouts.body      | has no meaning
        tcp: { to: db }, trusted: [10.0.0.0/8]                          | trusted            | has no meaning
        tcp: { to: db }, protocols: [h2c]                               | protocols          | has no meaning
        tcp: { to: db }, tls: { certificates: [own], protocols: [http/1.1] } | tls.protocols | has no meaning
        tcp: { to: db }, tls: { certificates: [own], client: { trust: "file:t", mode: optional, forward: true } } | tls.client | forward
        tcp: { to: db }, proxy-protocol: accept                         | proxy-protocol     | needs trusted
        tcp: { to: db }, proxy-protocol: accept, trusted: []            | proxy-protocol     | needs trusted
        tcp: { to: db }, proxy-protocol: v1, trusted: [10.0.0.0/8]      | proxy-protocol     | accept
        proxy-protocol: accept                                          | proxy-protocol     | needs trusted
        """)
    void eachMistakeOfAListenerIsFoundWhereItIs(String listener, String where, String message) {
        assertThat(DocumentReader.read(document(listener, ""), "t.yaml").mistakes())
                .anySatisfy(mistake -> {
                    assertThat(mistake.path()).isEqualTo("listeners[0]." + where);
                    assertThat(mistake.toString()).contains(message);
                });
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        # upstream                                                   | where                       | message contains
        sticky: { cookie: c }                                        | listeners[0].tcp            | is sticky
        sticky: { learned: address }                                 | listeners[0].tcp            | is sticky
        balance: { hash: "header:X" }                                | listeners[0].tcp            | goes by header:X
        balance: { hash: consumer }                                  | listeners[0].tcp            | goes by consumer
        protocol: h2                                                 | listeners[0].tcp            | protocol: h2
        proxy-protocol: accept                                       | upstreams[0].proxy-protocol | v1 or v2
        proxy-protocol: v2, health: { active: { path: / } }          | upstreams[0].proxy-protocol | probes that ask
        """)
    void eachMistakeOfItsUpstreamIsFoundWhereItIs(String upstream, String where, String message) {
        assertThat(DocumentReader.read(document("tcp: { to: db }", ", " + upstream), "t.yaml")
                        .mistakes())
                .anySatisfy(mistake -> {
                    assertThat(mistake.path()).isEqualTo(where);
                    assertThat(mistake.toString()).contains(message);
                });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        tcp: { to: db }                                                              |
        tcp: { to: db }, trusted: [10.0.0.0/8], limits: { connections-per-address: 5 } |
        tcp: { to: db }, trusted: [10.0.0.0/8], proxy-protocol: accept               | , proxy-protocol: v1
        tcp: { sni: { "*.a.org": db } }, tls: { certificates: [own] }                | , tls: {}
        tcp: { to: db }, limits: { connections: 5 }, timeouts: { head: 1s }          | , balance: { hash: address }
        trusted: [10.0.0.0/8], proxy-protocol: accept                                |
        """)
    void whatHasAMeaningIsTaken(String listener, String upstream) {
        String text = document(listener, upstream == null ? "" : upstream);
        assertThat(DocumentReader.read(text, "t.yaml").mistakes()).isEmpty();
    }

    @Test
    void aRouteCannotBeOfAListenerThatTakesNoRequests() {
        String text = document("tcp: { to: db }", "")
                + "routes: [{ name: r, match: { path: /, listeners: [raw] }, to: db }]\n";
        assertThat(DocumentReader.read(text, "t.yaml").mistakes()).anySatisfy(mistake -> assertThat(mistake.toString())
                .contains("listener \"raw\" has tcp and takes no requests"));
    }

    @Test
    void requestsCannotGoWhereAHeaderIsExpected() {
        String text = document("tcp: { to: db }", ", proxy-protocol: v2")
                + "routes: [{ name: r, match: { path: / }, to: db }]\n";
        assertThat(DocumentReader.read(text, "t.yaml").mistakes()).anySatisfy(mistake -> assertThat(mistake.toString())
                .contains("upstream \"db\" has proxy-protocol, which only tcp listeners send"));
    }
}
