package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in credentials that involve other servers. */
class TokenMistakesTest {
    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        # credential                                                              | where                 | message contains
        jwt: { issuer: id }                                                       | jwt.issuer            | does not lead to its keys
        jwt: { issuer: "http://id.example.com" }                                  | jwt.issuer            | does not lead to its keys
        jwt: { issuer: id, jwks: "http://id.example.com/jwks" }                   | jwt.jwks              | http://id.example.com
        jwt: { issuer: id, jwks: "https://u:p@id.example.com/jwks" }              | jwt.jwks              | is
        jwt: { issuer: id, jwks: "https://id/jwks", secret: "env:S" }             | jwt                   | in two ways
        jwt: { issuer: id, secret: hunter2 }                                      | jwt.secret            | is
        jwt: { issuer: id, secret: "env:S", algorithms: [RS256] }                 | jwt.algorithms[0]     | "RS256"
        jwt: { issuer: id, jwks: "file:k", algorithms: [HS256] }                  | jwt.algorithms[0]     | "HS256"
        jwt: { issuer: id, jwks: "file:k", algorithms: [none] }                   | jwt.algorithms[0]     | "none"
        jwt: { issuer: id, jwks: "file:k", algorithms: [] }                       | jwt.algorithms        | names none
        jwt: { issuer: id, jwks: "file:k", trust: "file:ca" }                     | jwt.trust             | no meaning
        jwt: { issuer: id, jwks: "file:k", leeway: 10m }                          | jwt.leeway            | "10m"
        jwt: { issuer: id, jwks: "file:k", max-age: 0 }                           | jwt.max-age           | "0"
        jwt: { issuer: id, jwks: "file:k", from: {} }                             | jwt.from              | exactly one
        jwt: { issuer: id, jwks: "file:k", from: { header: a, query: b } }        | jwt.from              | exactly one
        jwt: { issuer: id, jwks: "file:k", consumer: { claim: "a b" } }           | jwt.consumer.claim    | "a b"
        jwt: { issuer: id, jwks: "file:k", audiences: a }                         | jwt.audiences         | did you mean audience
        introspection: { endpoint: "https://id/i", client-id: a }                 | introspection.client-secret | is missing
        introspection: { endpoint: "http://id/i", client-id: a, client-secret: "env:S" } | introspection.endpoint | http://id/i
        introspection: { endpoint: "https://id/i", client-id: a, client-secret: s } | introspection.client-secret | is something else, which is not shown
        introspection: { endpoint: "https://id/i", client-id: a, client-secret: "env:S", cache: 2h } | introspection.cache | "2h"
        introspection: { endpoint: "https://id/i", client-id: a, client-secret: "env:S", timeout: 5s } | introspection.timeout | "5s"
        forward-auth: {}                                                          | forward-auth.url      | is missing
        forward-auth: { url: "ftp://a/" }                                         | forward-auth.url      | ftp
        forward-auth: { url: "http://a/", when-down: maybe }                      | forward-auth.when-down | "maybe"
        forward-auth: { url: "http://a/", copy-request-headers: [Host] }          | forward-auth.copy-request-headers[0] | "Host"
        forward-auth: { url: "http://a/", copy-response-headers: [Connection] }   | forward-auth.copy-response-headers[0] | "Connection"
        forward-auth: { url: "http://a/", cache: 5s }                             | forward-auth.cache    | not supported yet
        oidc: { issuer: id, client-id: a, client-secret: "env:S" }                | oidc.issuer           | "id"
        oidc: { issuer: "https://id", client-id: a }                              | oidc.client-secret    | is missing
        oidc: { issuer: "https://id", client-id: a, client-secret: "env:S", callback: /logout } | oidc.logout | the callback as well
        oidc: { issuer: "https://id", client-id: a, client-secret: "env:S", callback: "/a/../b" } | oidc.callback | /a/../b
        oidc: { issuer: "https://id", client-id: a, client-secret: "env:S", logout: "/a b" } | oidc.logout | "/a b"
        oidc: { issuer: "https://id", client-id: a, client-secret: "env:S", base-url: "https://a/b" } | oidc.base-url | https://a/b
        oidc: { issuer: "https://id", client-id: a, client-secret: "env:S", scopes: ["a b"] } | oidc.scopes[0] | "a b"
        oidc: { issuer: "https://id", client-id: a, client-secret: "env:S", session: { idle: 1s } } | oidc.session.idle | "1s"
        """)
    void eachMistakeIsFoundWhereItIs(String credential, String where, String message) {
        String text = "weir: 1\npolicies: [{ name: a, authenticate: { any-of: [{ " + credential + " }] } }]\n";
        assertThat(DocumentReader.read(text, "t.yaml").mistakes()).anySatisfy(mistake -> {
            assertThat(mistake.path()).isEqualTo("policies[0].authenticate.any-of[0]." + where);
            assertThat(mistake.toString()).contains(message);
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        jwt: { issuer: "http://127.0.0.1:9000" }                                  | loopback needs no TLS
        jwt: { issuer: "http://localhost:9000/realm/" }                           | nor does its name
        jwt: { issuer: "https://id.example.com", audience: [a, b] }               | several audiences
        jwt: { issuer: id, jwks: "env:KEYS" }                                     | an issuer that is no URL, with keys
        jwt: { issuer: id, discovery: "https://id/x", trust: "file:ca.pem" }      | where the issuer says where its keys are
        """)
    void whatIsRightIsRead(String credential, String reason) {
        String text = "weir: 1\npolicies: [{ name: a, authenticate: { any-of: [{ " + credential + " }] } }]\n";
        assertThat(DocumentReader.read(text, "t.yaml").mistakes()).as(reason).isEmpty();
    }

    @Test
    void aSubjectIsOneConsumer() {
        String text =
                """
                weir: 1
                consumers:
                  - { name: a, jwt: [{ issuer: i, subject: s }] }
                  - { name: b, jwt: [{ issuer: i, subject: s }] }
                """;
        assertThat(DocumentReader.read(text, "t.yaml").mistakes())
                .anySatisfy(mistake -> assertThat(mistake.toString()).contains("the same subject is in line 3"));
    }
}
