package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in policies that rewrite heads. */
final class RewriteMistakesTest {
    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        {}                                              | ``                | rewrites nothing
        { request: {} }                                 | request           | rewrites nothing
        { request: { method: HEAD } }                   | request.method    | "HEAD"
        { request: { method: get } }                    | request.method    | "get"
        { request: { method: CONNECT } }                | request.method    | but for HEAD, CONNECT and TRACE
        { request: { path: "orders" } }                 | request.path      | does not begin with '/'
        { request: { path: "/a/../b" } }                | request.path      | has a dot segment
        { request: { path: "/a?b={query.b}" } }         | request.path      | has a query
        { request: { path: "/a b" } }                   | request.path      | percent-encoded
        { request: { path: "/{{id}}" } }                | request.path      | '{', '}'
        { request: { path: "/a/**" } }                  | request.path      | '{', '}' or '*'
        { request: { path: "/{path.id" } }              | request.path      | has a { that is not closed
        { request: { path: "/path.id}" } }              | request.path      | has a } that closes nothing
        { request: { path: "/{path.}" } }               | request.path      | has no meaning for {path.}
        { request: { path: "/{consumer.nam}" } }        | request.path      | did you mean consumer.name?
        { request: { path: "/{qery.page}" } }           | request.path      | did you mean query.page?
        { request: { path: "/{claim.sub}" } }           | request.path      | did you mean jwt.sub?
        { request: { path: "/{header.x}" } }            | request.path      | did you mean request.header.x?
        { request: { path: "/{response.status}" } }     | request.path      | before there is an answer
        { request: { path: "/{request.header.cookie}" } } | request.path    | cookies that are the gateway's own
        { request: { headers: { set: { Host: a } } } }  | request.headers.set.Host | belongs to the connection
        { request: { headers: { add: { Content-Length: "1" } } } } | request.headers.add.Content-Length | belongs to the connection
        { request: { headers: { remove: [Transfer-Encoding] } } } | request.headers.remove[0] | that may be edited
        { request: { headers: { rename: { X-A: Connection } } } } | request.headers.rename.X-A | is renamed to what is no name
        { request: { headers: { rename: { Upgrade: X-A } } } } | request.headers.rename.Upgrade | belongs to the connection
        { request: { headers: { rename: { Cookie: X-A } } } } | request.headers.rename.Cookie | cannot be renamed
        { request: { headers: { rename: { X-A: x-a } } } } | request.headers.rename.X-A | a name that is taken
        { request: { headers: { rename: { X-A: X-C, X-B: x-c } } } } | request.headers.rename.X-B | a name that is taken
        { request: { headers: { set: { ":path": a } } } } | request.headers.set.:path | is not a name
        { request: { headers: { set: { "X A": a } } } } | request.headers.set.X A | is not a name
        { request: { headers: { set: { X-A: "a\\r\\nX-B: b" } } } } | request.headers.set.X-A | that a field cannot carry
        { request: { headers: { set: { X-A: "é" } } } } | request.headers.set.X-A | that a field cannot carry
        { request: { headers: { set: { X-A: a, x-a: b } } } } | request.headers.set.x-a | is there twice
        { request: { query: { set: { "a&b": c } } } }   | request.query.set.a&b | is not a name
        { request: { query: { remove: ["a b"] } } }     | request.query.remove[0] | a query parameter's name
        { request: { query: { sett: { a: b } } } }      | request.query.sett | did you mean set?
        { request: { when: { status: 404 } } }          | request.when      | is not supported yet
        { response: [] }                                | response          | is empty
        { response: {} }                                | response          | rewrites nothing
        { response: { when: { status: 404 } } }         | response          | rewrites nothing
        { response: { when: {}, status: 410 } }         | response.when     | is no condition
        { response: { when: { status: 4xy }, status: 410 } } | response.when.status | a status such as 404, or 4xx
        { response: { when: { status: 101 }, status: 410 } } | response.when.status | a status such as 404, or 4xx
        { response: { status: 304 } }                   | response.status   | but for 206 and 304
        { response: { status: 99 } }                    | response.status   | but for 206 and 304
        { response: [{ headers: { set: { X-A: "{response.header.}" } } }] } | response[0].headers.set.X-A | has no meaning
        { response: { headers: { set: { Content-Length: "1" } } } } | response.headers.set.Content-Length | belongs to the connection
        """)
    void eachMistakeIsFoundWhereItIs(String policy, String where, String message) {
        String text = "weir: 1\npolicies: [{ name: a, rewrite: " + policy + " }]\n";
        assertThat(DocumentReader.read(text, "t.yaml").mistakes()).anySatisfy(mistake -> {
            assertThat(mistake.path()).isEqualTo("policies[0].rewrite" + (where.isEmpty() ? "" : "." + where));
            assertThat(mistake.toString()).contains(message);
        });
    }

    @ParameterizedTest(name = "{0}, {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        x           | {path.id}           | ``
        x           | {path.idd}          | asks for {path.idd}, but the path has no {idd}; did you mean id?
        x           | {jwt.sub}           | asks for {jwt.sub}, but no token is asked for here
        x, keys     | {jwt.sub}           | asks for {jwt.sub}, but no token is asked for here
        x, tokens   | {jwt.sub}           | ``
        x           | {consumer.name}     | asks for {consumer.name}, but nothing here identifies a consumer
        x, keys     | {consumer.name}     | ``
        x           | {api.version}       | asks for {api.version}, but a route is no version of an api
        x, y        | {path.id}           | "x" and "y" are both of the kind rewrite
        x, grpc     | {path.id}           | changes which method of gRPC is called
        x, store    | {path.id}           | ``
        x, store    | {query.a}           | ``
        x, store    | {query.b}           | which "store" does not tell stored answers apart by
        x, store    | {request.header.x-tenant} | ``
        x, store    | {request.header.x}  | which "store" does not tell stored answers apart by
        x, store    | {client.address}    | which "store" does not tell stored answers apart by
        x, keys, store | {consumer.name}  | which "store" does not tell stored answers apart by
        """)
    void whatIsAskedForHasToBeThere(String policies, String variable, String message) {
        String text =
                """
                weir: 1
                upstreams: [{ name: up, protocol: h2, endpoints: ["127.0.0.1:1"] }]
                routes: [{ name: r, match: { path: "/a/{id}" }, policies: [%s], to: up }]
                policies:
                  - { name: x, rewrite: { request: { path: "/b/%s" } } }
                  - { name: y, rewrite: { response: { status: 200 } } }
                  - { name: keys, authenticate: { any-of: [{ api-key: { header: X-Key } }] } }
                  - { name: tokens, authenticate: { any-of: [{ jwt: { issuer: "https://id.example.com", audience: a } }] } }
                  - { name: store, cache: { key: { query: [a], headers: [X-Tenant] } } }
                  - { name: grpc, transcode: { descriptors: "file:a.pb", services: [a.B] } }
                """
                        .formatted(policies, variable);
        ParseResult result = DocumentReader.read(text, "t.yaml");
        if (message.isEmpty()) {
            assertThat(result.mistakes()).isEmpty();
        } else {
            assertThat(result.mistakes()).anySatisfy(mistake -> assertThat(mistake.toString())
                    .contains("routes[0].policies: ")
                    .contains(message));
        }
    }

    @Test
    void aDefaultHasToFitAsWell() {
        String text =
                "weir: 1\npolicies: [{ name: a, rewrite: { request: { headers: { set: { X-A: \"{query.a|\\r\\n}\" } } } } }]\n";
        assertThat(DocumentReader.read(text, "t.yaml").mistakes())
                .anySatisfy(mistake -> assertThat(mistake.toString()).contains("that a field cannot carry"));
    }

    @Test
    void whatIsNotForwardedHasNoHeadToRewrite() {
        String text =
                """
                weir: 1
                routes: [{ name: r, match: { path: "/a" }, policies: [x], respond: { status: 200 } }]
                policies: [{ name: x, rewrite: { request: { path: "/b" } } }]
                """;
        assertThat(DocumentReader.read(text, "t.yaml").mistakes())
                .anySatisfy(mistake -> assertThat(mistake.toString()).contains("\"x\" has nothing to rewrite"));
    }
}
