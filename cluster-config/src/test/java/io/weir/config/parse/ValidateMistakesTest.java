package io.weir.config.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.model.Validation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in policies that validate, and what their contracts are read as. */
final class ValidateMistakesTest {
    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        {}                                                 |                     | validates nothing
        { max-body: 1MiB }                                 |                     | validates nothing
        { json: { max-depth: 0 } }                         | .json.max-depth     | "0"
        { json: { max-depth: 201 } }                       | .json.max-depth     | "201"
        { json: { depth: 3 } }                             | .json.depth         | is not a known field
        { json: { duplicate-keys: yes } }                  | .json.duplicate-keys | allow or refuse
        { json: {}, max-body: 1GiB }                       | .max-body           | "1GiB"
        { schema: order.json }                             | .schema             | file:PATH
        { schema: "env:SCHEMA" }                           | .schema             | file:PATH
        { schema: [] }                                     | .schema             | is a list
        { schema: { const: yes } }                         | .schema.const       | a text in quotes
        { schema: { enum: [0x10] } }                       | .schema.enum[0]     | a number of JSON
        { schema: { enum: [12:30] } }                      | .schema.enum[0]     | a number of JSON
        { schema: { maximum: .inf } }                      | .schema.maximum     | a number of JSON
        { schema: {}, openapi: {} }                        |                     | has a schema and openapi
        { schema: {}, base-path: / }                       | .base-path          | is without openapi
        { openapi: {}, required: true }                    | .required           | is without schema
        { openapi: {}, base-path: v1 }                     | .base-path          | "v1"
        { openapi: {}, base-path: /v1/ }                   | .base-path          | "/v1/"
        { openapi: {}, unchecked: [form] }                 | .unchecked[0]       | "form"
        { schema: {}, formats: true }                      | .formats            | is not supported yet
        { openapi: {}, responses: true }                   | .responses          | is not supported yet
        """)
    void eachMistakeIsFoundWhereItIs(String policy, String where, String message) {
        String text = "weir: 1\npolicies: [{ name: a, validate: " + policy + " }]\n";
        assertThat(DocumentReader.read(text, "t.yaml").mistakes()).anySatisfy(mistake -> {
            assertThat(mistake.path()).isEqualTo("policies[0].validate" + (where == null ? "" : where));
            assertThat(mistake.toString()).contains(message);
        });
    }

    @Test
    void aSchemaInTheDocumentKeepsTheDifferenceBetweenTextsAndNumbers() {
        String text =
                "weir: 1\npolicies: [{ name: a, validate: { schema: { enum: [1, \"1\", 1.5, true, \"true\", ~, x, 2026-01-01] } } }]\n";
        Validation policy = (Validation)
                DocumentReader.read(text, "t.yaml").orThrow().policies().get(0);
        assertThat(policy.contract()).hasValueSatisfying(contract -> assertThat(((Validation.Schema) contract).source())
                .isEqualTo(new Validation.Inline("{\"enum\":[1,\"1\",1.5,true,\"true\",null,\"x\",\"2026-01-01\"]}")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        {"a": [1, "1", null]}  | {"a":[1,"1",null]}        | JSON is read as JSON
        a: [1, '1', ~]         | {"a":[1,"1",null]}        | YAML as what it means
        """)
    void aContractIsReadAsJson(String text, String json, String reason) throws Exception {
        assertThat(ContractText.json(text, "c.yaml")).as(reason).isEqualTo(json);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        {"a": 1, "a": 2}  | c.yaml:1:10: a: is there twice
        {"a": 1           | c.yaml:1:
        - a               | c.yaml:1:1: is a list (expected a mapping)
        a: yes            | c.yaml:1:4: a: is "yes"
        """)
    void aContractThatCannotBeReadSaysWhere(String text, String message) {
        assertThatThrownBy(() -> ContractText.json(text, "c.yaml"))
                .isInstanceOf(ContractText.NotReadable.class)
                .hasMessageContaining(message);
    }
}
