package io.weir.node.filter.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Documents;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that a gateway lets pass by an OpenAPI description, and those that it does not. */
final class OpenApiPolicyTest {
    private static final String API =
            """
            openapi: 3.1.0
            info: { title: Orders, version: "1" }
            servers: [{ url: "https://api.example.com/v1/" }]
            paths:
              /orders:
                parameters: [{ $ref: "#/components/parameters/Tenant" }]
                get:
                  parameters:
                    - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 100 } }
                    - { name: status, in: query, schema: { type: array, items: { $ref: "#/components/schemas/Status" }, maxItems: 2 } }
                    - { name: ids, in: query, explode: false, schema: { type: array, items: { type: integer } } }
                    - { name: flag, in: query, allowEmptyValue: true, schema: { type: boolean } }
                    - { name: any, in: query, schema: { anyOf: [{ type: number }, { type: string, maxLength: 2 }] } }
                    - { name: sid, in: cookie, schema: { type: string, minLength: 4 } }
                    - { name: X-Range, in: header, schema: { type: array, items: { type: number }, minItems: 2 } }
                    - { name: Authorization, in: header, required: true, schema: { type: string } }
                post:
                  requestBody: { $ref: "#/components/requestBodies/Order" }
              /orders/{id}:
                parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
                get: {}
                delete: {}
              /orders/latest: { get: {} }
              /form:
                post: { requestBody: { content: { application/x-www-form-urlencoded: { schema: { $ref: "#/components/schemas/Form" } } } } }
              "/orders/{id}/files/{file}.json":
                get:
                  parameters:
                    - { name: id, in: path, required: true, schema: { type: string, pattern: "^[a-zé/]+$" } }
                    - { name: file, in: path, required: true, schema: { type: array, items: { type: integer } } }
            components:
              parameters:
                Tenant: { name: X-Tenant, in: header, schema: { type: string, pattern: "^[a-z]+$" } }
              requestBodies:
                Order:
                  required: true
                  content:
                    application/json: { schema: { $ref: "#/components/schemas/Order" } }
                    application/merge-patch+json: {}
                    "text/*": { schema: { type: string } }
                    multipart/form-data: { schema: { type: object } }
              schemas:
                Status: { enum: [new, paid] }
                Form:
                  type: object
                  required: [count]
                  additionalProperties: false
                  properties:
                    count: { type: integer, minimum: 1 }
                    text: { type: string, maxLength: 3 }
                    agreed: { type: boolean }
                    tag: { type: array, items: { type: string }, maxItems: 2 }
                Order:
                  type: object
                  required: [id]
                  properties: { id: { type: integer }, parent: { $ref: "#/components/schemas/Order" } }
            """;

    @TempDir
    static Path folder;

    private static TestGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        Path api = Files.writeString(folder.resolve("api.yaml"), API);
        gateway = TestGateway.single(Documents.toAddresses("127.0.0.1:1")
                .more(
                        """
                  - { name: v1, match: { path: "/v1/**" }, policies: [api], respond: { body: ok } }
                policies: [{ name: api, validate: { openapi: "file:%s", unchecked: [multipart/form-data] } }]
                """
                                .formatted(api))
                .toString());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static WireMessage ask(String method, String target, String fields, String body) {
        try (WireClient wire = gateway.client()) {
            String length = body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n";
            String more = fields.isEmpty() ? "" : fields.replace("~", "\r\n") + "\r\n";
            wire.send(method + " " + target + " HTTP/1.1\r\nHost: a\r\n" + more + length + "\r\n" + body);
            return method.equals("HEAD") ? wire.answerToHead() : wire.answer();
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3} {4}, {5}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            GET    | /v1/orders                    | ``               | 200 | ``                     | it is described
            HEAD   | /v1/orders                    | ``               | 200 | ``                     | HEAD goes where GET does
            GET    | /v1/order                     | ``               | 404 | no-operation           | no such path
            GET    | /v1/orders/                   | ``               | 404 | no-operation           | an empty segment is no parameter
            GET    | /v1/orders/1/x                | ``               | 404 | no-operation           | too many segments
            PUT    | /v1/orders                    | ``               | 405 | method-not-allowed     | no such operation
            PROPFIND | /v1/orders                  | ``               | 405 | method-not-allowed     | no method of OpenAPI
            GET    | /v1/orders/12                 | ``               | 200 | ``                     | a number in the path
            GET    | /v1/orders/1.0                | ``               | 200 | ``                     | the same number
            GET    | /v1/orders/1e0                | ``               | 200 | ``                     | and again
            GET    | /v1/orders/01                 | ``               | 400 | path:id                | JSON has no such number
            GET    | /v1/orders/x                  | ``               | 400 | path:id                | no number
            GET    | /v1/orders/latest             | ``               | 200 | ``                     | what is definite comes first
            DELETE | /v1/orders/latest             | ``               | 405 | method-not-allowed     | and nothing else is tried
            GET    | /v1/orders/%31                | ``               | 200 | ``                     | an escape that need not be
            GET    | /v1/orders/%6Catest           | ``               | 200 | ``                     | so is a whole segment
            GET    | /v1/orders/a%C3%A9%2Fb/files/1.json   | ``       | 200 | ``                     | encoded, it is one segment
            GET    | /v1/orders/a/files/1,2.json   | ``               | 200 | ``                     | an array in a path
            GET    | /v1/orders/a/files/1,x.json   | ``               | 400 | path:file/1            | whose items count
            GET    | /v1/orders/a/files/.json      | ``               | 404 | no-operation           | nothing is no parameter
            GET    | /v1/orders/%C3/files/1.json   | ``               | 400 | path:id                | no UTF-8
            GET    | /v1/orders?limit=100          | ``               | 200 | ``                     | within bounds
            GET    | /v1/orders?limit=101          | ``               | 400 | query:limit            | out of bounds
            GET    | /v1/orders?limit=1e2          | ``               | 200 | ``                     | a whole number, too
            GET    | /v1/orders?limit=1e999999999  | ``               | 400 | query:limit            | a number that nobody can work with
            GET    | /v1/orders?limit=             | ``               | 400 | query:limit            | nothing is no number
            GET    | /v1/orders?limit              | ``               | 400 | query:limit            | nor is this
            GET    | /v1/orders?limit=1&limit=2    | ``               | 400 | query:limit            | which one?
            GET    | /v1/orders?l%69mit=0          | ``               | 400 | query:limit            | the same name
            GET    | /v1/orders?limit=%2           | ``               | 400 | query:limit            | half an escape
            GET    | /v1/orders?limit=%FF          | ``               | 400 | query:limit            | no UTF-8
            GET    | /v1/orders?other=%FF&&=&x     | ``               | 200 | ``                     | of others nothing is said
            GET    | /v1/orders?status=new&status=paid | ``           | 200 | ``                     | an array, exploded
            GET    | /v1/orders?status=new,paid    | ``               | 400 | query:status/0         | not exploded: one item
            GET    | /v1/orders?status=new&status=old | ``            | 400 | query:status/1         | an item that is none
            GET    | /v1/orders?status=new&status=new&status=new | `` | 400 | query:status           | too many
            GET    | /v1/orders?ids=1,2,3          | ``               | 200 | ``                     | an array with commas
            GET    | /v1/orders?ids=1%2C2          | ``               | 400 | query:ids/0            | an encoded comma is none
            GET    | /v1/orders?ids=1&ids=2        | ``               | 400 | query:ids              | it is there twice
            GET    | /v1/orders?flag=true          | ``               | 200 | ``                     | a truth
            GET    | /v1/orders?flag=              | ``               | 200 | ``                     | which may be empty
            GET    | /v1/orders?flag=yes           | ``               | 400 | query:flag             | no truth
            GET    | /v1/orders?any=123456         | ``               | 200 | ``                     | a number or a text
            GET    | /v1/orders?any=ab             | ``               | 200 | ``                     | a number or a text
            GET    | /v1/orders?any=abc            | ``               | 400 | query:any              | neither
            GET    | /v1/orders                    | X-Tenant: acme   | 200 | ``                     | a field
            GET    | /v1/orders                    | x-tenant: ACME   | 400 | header:X-Tenant        | a field that is wrong
            GET    | /v1/orders                    | X-Tenant: a~X-Tenant: b | 400 | header:X-Tenant | which one?
            GET    | /v1/orders                    | X-Range: 1, 2.5  | 200 | ``                     | an array in a field
            GET    | /v1/orders                    | X-Range: 1~X-Range: 2 | 200 | ``                | the same in two fields
            GET    | /v1/orders                    | X-Range: 1       | 400 | header:X-Range         | too few
            GET    | /v1/orders                    | Cookie: a=b; sid=abcd | 200 | ``                | a cookie
            GET    | /v1/orders                    | Cookie: sid=abc  | 400 | cookie:sid             | a cookie that is too short
            GET    | /v1/orders                    | Cookie: sid=abcd; sid=x | 400 | cookie:sid      | there twice, and the backend may take the other one
            """)
    void pathsAndParameters(String method, String target, String fields, int status, String what, String reason) {
        WireMessage answer = ask(method, target, fields, "");
        assertThat(answer.status()).as(reason).isEqualTo(status);
        if (status == 400) {
            assertThat(answer.problem()).as(reason).isEqualTo("invalid-parameters");
            assertThat(answer.body()).as(reason).contains("\"parameter\":\"" + what + "\"");
        } else {
            assertThat(answer.problem()).as(reason).isEqualTo(what);
        }
        if (status == 405) {
            assertThat(answer.field("allow"))
                    .hasValueSatisfying(allow -> assertThat(allow).contains("GET", "HEAD"));
        }
    }

    @ParameterizedTest(name = "{0}, {1}: {2} {3}, {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            Content-Type: application/json             | {"id":1,"parent":{"id":2}}   | 200 | ``                     | good
            Content-Type: application/json             | {"id":1,"parent":{"id":"2"}} | 422 | invalid-body           | wrong within
            Content-Type: application/json             | {"id":                       | 400 | malformed-json         | no JSON
            Content-Type: application/json             | ``                           | 400 | body-missing           | it is required
            Content-Type: application/merge-patch+json | [1]                          | 200 | ``                     | any JSON
            Content-Type: application/merge-patch+json | [1                           | 400 | malformed-json         | but JSON
            Content-Type: application/other+json       | {"id":1}                     | 415 | unsupported-media-type | not described
            Content-Type: text/csv                     | a,b                          | 200 | ``                     | any text
            Content-Type: multipart/form-data          | --                           | 200 | ``                     | unchecked, as the policy says
            Content-Type: application/json; charset=latin1 | {"id":1}                 | 415 | unsupported-media-type | no encoding of JSON
            Content-Type: application/json~Content-Encoding: br | {"id":1}            | 415 | unsupported-media-type | compressed
            X-A: b                                     | {"id":1}                     | 415 | unsupported-media-type | it does not say what it is
            """)
    void bodies(String fields, String body, int status, String problem, String reason) {
        WireMessage answer = ask("POST", "/v1/orders", fields, body);
        assertThat(answer.status()).as(reason).isEqualTo(status);
        assertThat(answer.problem()).as(reason).isEqualTo(problem);
    }

    @ParameterizedTest(name = "{0}: {1} {2}, {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            count=1&text=a+b&agreed=true&tag=x&tag=%C3%A9 | 200 | ``           | good
            count=01                                      | 422 | "/count"     | no number
            count=0                                       | 422 | "/count"     | too small
            text=a                                        | 422 | `"pointer":""` | a field is missing
            count=1&text=a%20b%20c                        | 422 | "/text"      | too long
            count=1&agreed=yes                            | 422 | "/agreed"    | no truth
            count=1&tag=a&tag=b&tag=c                     | 422 | "/tag"       | too many
            count=1&count=2                               | 422 | "/count"     | which one?
            count=1&more=hunter2                          | 422 | "/more"      | not described
            count=1&text=%C3                              | 422 | not encoded  | no UTF-8
            count=1&text=%                                | 422 | not encoded  | half an escape
            &count=1&                                     | 200 | ``           | nothing between
            =&count=1                                     | 422 | "/"          | a name that is none
            """)
    void forms(String body, int status, String contains, String reason) {
        String type = "Content-Type: application/x-www-form-urlencoded; charset=UTF-8";
        WireMessage answer = ask("POST", "/v1/form", type, body);
        assertThat(answer.status()).as(reason).isEqualTo(status);
        assertThat(answer.body()).as(reason).contains(contains).doesNotContain("hunter2");
    }

    @Test
    void aBodyThatIsNotDescribedIsRefused() {
        assertThat(ask("GET", "/v1/orders", "Content-Type: application/json", "{}")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void whatWasSentIsNotRepeated() {
        WireMessage answer = ask("GET", "/v1/orders?limit=hunter2&any=hunter2", "Cookie: sid=abc", "");
        assertThat(answer.body())
                .contains("query:limit", "query:any", "cookie:sid")
                .doesNotContain("hunter2", "abc\"");
    }

    @Test
    void noTargetMakesTheGatewayFail() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] parts = {
            "/", "v1", "orders", "%", "%2F", "%c3%a9", "1", "{id}", "?", "&", "=", "limit", "ids", ",", "+", ".json",
            "files", "status", "1e9", "-", ";"
        };
        for (int run = 0; run < 200; run++) {
            StringBuilder target = new StringBuilder("/v1/orders");
            for (int i = random.nextInt(9); i > 0; i--) {
                target.append(parts[random.nextInt(parts.length)]);
            }
            try (WireClient wire = gateway.client()) {
                WireMessage answer = wire.get(target.toString());
                assertThat(answer.status()).as("seed %d: %s", seed, target).isIn(200, 400, 404, 405);
            }
        }
    }
}
