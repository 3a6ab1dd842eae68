package io.weir.node.filter.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.config.model.Validation;
import io.weir.config.model.Validation.JsonLimits;
import io.weir.config.parse.ContractText;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ContractReaderTest {
    private static ContractPaths read(String yaml) throws Exception {
        return read(yaml, Optional.empty());
    }

    private static ContractPaths read(String yaml, Optional<String> basePath) throws Exception {
        byte[] json = ContractText.json("--- " + yaml, "api.yaml").getBytes(StandardCharsets.UTF_8);
        ObjectNode tree = (ObjectNode) Objects.requireNonNull(
                JsonText.read(json, JsonLimits.DEFAULT, true).tree());
        return ContractReader.read(
                tree, new Validation.OpenApi(new Validation.Inline("{}"), basePath, List.of()), JsonLimits.DEFAULT);
    }

    /** Of one operation. */
    private static String get(String version, String operation) {
        return "\nopenapi: " + version
                + ".0\npaths: { \"/a/{p}\": { parameters: [{ name: p, in: path, required: true, schema: { type: string } }], "
                + "post: " + operation
                + " } }\ncomponents: { schemas: { Loop: { allOf: [{ $ref: \"#/components/schemas/Loop\" }] } } }\n";
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            { parameters: [{ in: query, schema: {} }] }                                     | has no name
            { parameters: [{ name: a, in: body, schema: {} }] }                             | is not path, query, header or cookie
            { parameters: [{ name: a, in: query }] }                                        | has no schema
            { parameters: [{ name: a, in: query, content: { application/json: {} } }] }     | content in its place is not supported
            { parameters: [{ name: a, in: query, schema: {} }] }                            | does not say of which type
            { parameters: [{ name: a, in: query, schema: { type: object } }] }              | is of types [object]
            { parameters: [{ name: a, in: query, schema: { type: array } }] }               | does not say what its items are
            { parameters: [{ name: a, in: query, schema: { type: array, items: { type: array, items: {} } } }] } | of [array]
            { parameters: [{ name: a, in: query, schema: { type: [array, string], items: { type: string } } }] } | is of types [array, string]
            { parameters: [{ name: a, in: query, style: deepObject, schema: { type: string } }] } | /style: is not supported
            { parameters: [{ name: a, in: query, style: pipeDelimited, schema: { type: string } }] } | /style: is not supported
            { parameters: [{ name: a, in: cookie, schema: { type: array, items: { type: string } } }] } | needs explode: false
            { parameters: [{ name: b, in: path, required: true, schema: { type: string } }] } | describes the path's parameters
            { parameters: [{ name: p, in: path, schema: { type: string } }] }               | not required: true
            { parameters: [{ name: a, in: query, schema: { type: string } }, { name: a, in: query, schema: { type: string } }] } | has a parameter twice
            { parameters: [{ name: a, in: query, schema: { type: string, pattern: "(a)\\\\1" } }] } | cannot be matched safely
            { parameters: [{ $ref: "other.yaml#/a" }] }                                     | leads out of the document
            { parameters: [{ $ref: "#/components/parameters/None" }] }                      | leads nowhere
            { parameters: [1] }                                                             | is no object
            { parameters: {} }                                                              | is no list
            { servers: [] }                                                                 | servers of a single path
            { requestBody: {} }                                                             | names no media type
            { requestBody: { content: { json: {} } } }                                      | is no media type
            { requestBody: { content: { application/xml: { schema: { type: object } } } } } | name it in unchecked
            { requestBody: { content: { "*/*": { schema: { type: object } } } } }           | name it in unchecked
            { requestBody: { content: { application/x-www-form-urlencoded: { schema: { properties: { a: { type: object } } } } } } } | which fields of a form cannot be
            { requestBody: { content: { application/x-www-form-urlencoded: { schema: { properties: { a: {} } } } } } } | does not say of which type
            { requestBody: { content: { application/x-www-form-urlencoded: { schema: {}, encoding: {} } } } } | /encoding: is not supported
            { requestBody: { content: { application/json: { schema: { type: strong } } } } } | is no JSON Schema
            { requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Loop" } } } } } | refers to itself
            { requestBody: { content: { application/json: { schema: { $ref: "https://a/b" } } } } } | leads out of the document
            """)
    void whatCannotBeCheckedIsRefused(String operation, String message) {
        assertThatThrownBy(() -> read(get("3.1", operation)))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining(message)
                .hasMessageStartingWith("#/");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            { openapi: 2.0.0, paths: { /a: {} } }                               | #/openapi: is not 3.0 or 3.1
            { swagger: "2.0", paths: { /a: {} } }                               | #/openapi: is not 3.0 or 3.1
            { openapi: 3.1.0 }                                                  | #/paths: describes no path
            { openapi: 3.1.0, paths: { a: { get: {} } } }                       | does not begin with a slash
            { openapi: 3.1.0, paths: { "/{a}{b}": { get: {} } } }               | more than one parameter in a segment
            { openapi: 3.1.0, paths: { "/{a": { get: {} } } }                   | or a brace alone
            { openapi: 3.1.0, jsonSchemaDialect: "https://a/b", paths: { /a: {} } } | #/jsonSchemaDialect
            { openapi: 3.1.0, servers: [{ url: "https://{h}/{v}" }], paths: { /a: { get: {} } } } | has a path that is not fixed
            { openapi: 3.1.0, servers: [{ url: /a }, { url: /b }], paths: { /a: { get: {} } } } | has another path
            { openapi: 3.1.0, servers: [{ url: v1 }], paths: { /a: { get: {} } } } | is neither a URL nor a path
            """)
    void aDescriptionThatCannotBeUsedIsRefused(String document, String message) {
        assertThatThrownBy(() -> read(document))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining(message);
    }

    @Test
    void pathsThatDifferInNamesAloneAreTheSame() {
        String parameter = "parameters: [{ name: %s, in: path, required: true, schema: { type: string } }]";
        String paths = "{ openapi: 3.1.0, paths: { \"/{a}\": { get: { " + parameter.formatted("a")
                + " } }, \"/{b}\": { get: { " + parameter.formatted("b") + " } } } }";
        assertThatThrownBy(() -> read(paths)).hasMessageContaining("but for the names of parameters");
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "https://a.org/v1, /v1/a, true,  the path of the URL",
        "https://a.org/v1, /a,    false, which is needed",
        "https://a.org,    /a,    true,  a URL without one",
        "/api/,            /api/a, true, a path alone",
        "/api,             /apix/a, false, not what it begins with",
        "/api,             /api,  false, and nothing besides",
    })
    void pathsBeginWhereTheServerSays(String server, String path, boolean found, String reason) throws Exception {
        String document = "{ openapi: 3.1.0, servers: [{ url: \"" + server + "\" }], paths: { /a: { get: {} } } }";
        assertThat(read(document).find(path) != null).as(reason).isEqualTo(found);
        assertThat(read(document, Optional.of("/own")).find("/own/a"))
                .as("the policy says otherwise")
                .isNotNull();
    }

    @ParameterizedTest(name = "{0} of {1}: {2}, {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            { type: string, nullable: true }                                  | null          | true  | nullable
            { type: string }                                                  | null          | false | not nullable
            { nullable: true, minimum: 1 }                                    | 0             | false | without a type it means nothing
            { type: number, minimum: 1, exclusiveMinimum: true }              | 1             | false | a truth beside the bound
            { type: number, minimum: 1, exclusiveMinimum: true }              | 1.1           | true  | a truth beside the bound
            { type: number, maximum: 1, exclusiveMaximum: false }             | 1             | true  | not exclusive
            { type: object, required: [id, a], properties: { id: { type: integer, readOnly: true } } } | {"a":1} | true | requests need not have what is read only
            { type: object, required: [id, a], properties: { id: { type: integer } } } | {"a":1} | false  | others they need
            { $ref: "#/components/schemas/Text", maxLength: 1 }               | "abc"         | true  | siblings of a reference mean nothing
            { allOf: [{ $ref: "#/components/schemas/Text" }], maxLength: 1 }  | "abc"         | false | beside allOf they do
            { type: array, items: { type: integer, nullable: true } }         | [null]        | true  | within
            """)
    void schemasOfOpenApi30MeanWhatTheyMeantThere(String schema, String body, boolean good, String reason)
            throws Exception {
        String document =
                "{ openapi: 3.0.3, paths: { /a: { post: { requestBody: { content: { application/json: { schema: "
                        + schema + " } } } } } }, components: { schemas: { Text: { type: string } } } }";
        ContractPaths.Match match = Objects.requireNonNull(read(document).find("/a"));
        BodyContent content =
                Objects.requireNonNull(match.operation(Method.POST)).content();
        BodyCheck check = Objects.requireNonNull(content.kinds().get(0).check());
        Problem problem = check.check(body.getBytes(StandardCharsets.UTF_8), 10_000);
        assertThat(problem == null).as(reason).isEqualTo(good);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            { const: 1 }                   | /const: is no keyword of OpenAPI 3.0
            { patternProperties: {} }      | /patternProperties: is no keyword of OpenAPI 3.0
            { type: [string, integer] }    | /type: is a list
            { $ref: "a.yaml#/b" }          | leads out of the document
            """)
    void whatOpenApi30DoesNotHaveIsRefused(String schema, String message) {
        assertThatThrownBy(() -> read(
                        get("3.0", "{ requestBody: { content: { application/json: { schema: " + schema + " } } } }")))
                .isInstanceOf(SchemaException.class)
                .hasMessageContaining(message);
    }
}
