package io.weir.config.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.config.model.Adaptation;
import io.weir.config.parse.DocumentReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each rule does, read from a document as operators write it. */
final class RulesTest {
    /** A line for each: rules, body, what it becomes (or why it cannot be), and the reason of the row. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            { rename: { from: /a, to: /b } }                     | {"a":1}                  | {"b":1}                       | a rename
            { rename: { from: /a, to: /b } }                     | {"c":1}                  | {"c":1}                       | nothing there, nothing done
            { rename: { from: /a, to: /b } }                     | {"a":null}               | {"b":null}                    | null is a value
            { rename: { from: /a, to: /b } }                     | {"a":1,"b":2}            | {"b":1}                       | what stood there is replaced
            { rename: { from: /a, to: /b } }                     | [1]                      | [1]                           | no object
            { rename: { from: /a, to: /b } }                     | "a"                      | "a"                           | nor here
            { rename: { from: /a~1b, to: /m~0n } }               | {"a/b":1}                | {"m~n":1}                     | escapes of RFC 6901
            { rename: { from: /x/a, to: /x/b } }                 | {"x":{"a":1}}            | {"x":{"b":1}}                 | within an object
            { rename: { from: "/l/*/a", to: "/l/*/b" } }         | {"l":[{"a":1},2,{"a":3}]} | {"l":[{"b":1},2,{"b":3}]}    | each element that is an object
            { rename: { from: "/*/a", to: "/*/b" } }             | [{"a":1},{"a":2}]        | [{"b":1},{"b":2}]             | the whole body is a list
            { rename: { from: "/l/*/m/*/a", to: "/l/*/m/*/b" } } | {"l":[{"m":[{"a":1}]}]}  | {"l":[{"m":[{"b":1}]}]}       | lists in lists
            { rename: { from: "/l/*/a", to: "/l/*/b" } }         | {"l":{"0":{"a":1}}}      | {"l":{"0":{"a":1}}}           | * is of lists alone
            { rename: { from: /l/0/a, to: /l/0/b } }             | {"l":[{"a":1},{"a":2}]}  | {"l":[{"b":1},{"a":2}]}       | one element
            { rename: { from: /l/7/a, to: /l/7/b } }             | {"l":[{"a":1}]}          | {"l":[{"a":1}]}               | which is not there
            { move: { from: /a, to: /x/y/b } }                   | {"a":1}                  | {"x":{"y":{"b":1}}}           | objects on the way are made
            { move: { from: /a, to: /x/b } }                     | {"a":1,"x":null}         | {"x":{"b":1}}                 | null makes room
            { move: { from: /a, to: /x/b } }                     | {"a":1,"x":"text"}       | !what /x/b leads through is no object | but a text is somebody's
            { move: { from: /x/a, to: /a } }                     | {"x":{"a":[1]}}          | {"x":{},"a":[1]}              | out of an object
            { move: { from: "", to: /data } }                    | [1]                      | {"data":[1]}                  | into an envelope
            { move: { from: /data, to: "" } }                    | {"data":{"a":1},"n":2}   | {"a":1}                       | out of one
            { move: { from: "/ids/*", to: "/ids/*/id" } }        | {"ids":[1,2]}            | {"ids":[{"id":1},{"id":2}]}   | values become objects
            { move: { from: "/ids/*/id", to: "/ids/*" } }        | {"ids":[{"id":1},{"id":2}]} | {"ids":[1,2]}              | and back
            { move: { from: /a, to: /b, as: text } }             | {"a":1.50}               | {"b":"1.50"}                  | a number as a text
            { move: { from: /a, to: /b, as: number } }           | {"a":"12"}               | {"b":12}                      | a text as a number
            { move: { from: /a, to: /b, as: number } }           | {"a":"x"}                | !/a is no number              | which it is not
            { move: { from: /a, to: /b, as: number } }           | {"a":"1e999999999"}      | !/a is no number              | nor one that anybody could count with
            { copy: { from: /a, to: /b } }                       | {"a":{"x":1}}            | {"a":{"x":1},"b":{"x":1}}     | a copy
            { copy: { from: /c, to: "/l/*/c" } }                 | {"c":1,"l":[{},{}]}      | {"c":1,"l":[{"c":1},{"c":1}]} | to each
            { default: { at: /a, value: EUR } }                  | {}                       | {"a":"EUR"}                   | where there is none
            { default: { at: /a, value: EUR } }                  | {"a":null}               | {"a":null}                    | null is a value here, too
            { default: { at: "/l/*/a", value: [1] } }            | {"l":[{},{"a":2}]}       | {"l":[{"a":[1]},{"a":2}]}     | in each element
            { default: { at: /x/a, value: 1 } }                  | [7]                      | [7]                           | a list has no members
            { set: { at: /a, value: { b: [1, "2", true] } } }    | {"a":9}                  | {"a":{"b":[1,"2",true]}}      | whatever was there
            { drop: /a }                                         | {"a":1,"b":2}            | {"b":2}                       | one
            { drop: [ /a, "/l/*/x" ] }                           | {"a":1,"l":[{"x":1,"y":2}]} | {"l":[{"y":2}]}            | several
            { drop: "/l/*" }                                     | {"l":[1,2,3]}            | {"l":[]}                      | all elements
            { compute: { at: /n, value: "{/a} {{x}} {/b}" } }    | {"a":"A","b":2}          | {"a":"A","b":2,"n":"A {x} 2"} | a text of others
            { compute: { at: /n, value: "{/a}{/c}" } }           | {"a":"A"}                | {"a":"A"}                     | of which one is missing
            { compute: { at: "/l/*/n", value: "{/a}-{/l/*/b}" } } | {"a":1,"l":[{"b":2},{}]} | {"a":1,"l":[{"b":2,"n":"1-2"},{}]} | of its own element
            { convert: { at: /id, to: text } }                   | {"id":7}                 | {"id":"7"}                    | another form
            { convert: { at: /id, to: text } }                   | {"id":[7]}               | !/id is not a single value    | which a list has not
            { convert: { at: /id, to: boolean } }                | {"id":"true"}            | {"id":true}                   | a truth value
            { map: { at: /s, values: { open: 1, "2": two } } }   | {"s":"open"}             | {"s":1}                       | a table
            { map: { at: /s, values: { open: 1, "2": two } } }   | {"s":2}                  | {"s":"two"}                   | by the text of the value
            { map: { at: /s, values: { open: 1 } } }             | {"s":"x"}                | {"s":"x"}                     | others stay
            { map: { at: /s, values: { open: 1 }, default: 0 } } | {"s":"x"}                | {"s":0}                       | or become the default
            { map: { at: /s, values: { open: 1 }, default: 0 } } | {}                       | {}                            | of what is there
            """)
    void bodies(String rule, String body, String becomes, String because) throws Exception {
        AdaptationChain chain = AdaptationChain.of(List.of(adaptation("[ " + rule + " ]", "[]")));
        Message message = Message.request("", "", name -> null, JsonBody.constant(body), true);
        if (becomes.startsWith("!")) {
            assertThat(refusal(chain, message)).as(because).isEqualTo(becomes.substring(1));
            return;
        }
        chain.request(message);
        assertThat(String.valueOf(message.body())).as(because).isEqualTo(becomes);
        assertThat(message.isTouched()).as("%s is told", because).isEqualTo(!body.equals(becomes));
    }

    private static String refusal(AdaptationChain chain, Message message) {
        try {
            chain.request(message);
            return "none";
        } catch (NotAdaptable e) {
            return e.reason();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            { move: { from: "query:p", to: "query:page" } }        |       | p=1&q=2     | -         | | page after q: what is set comes last | /a?q=2&page=1
            { rename: { from: "query:p", to: "query:page" } }      |       | p=1&p=2     | -         | | each of several      | /a?page=1&page=2
            { move: { from: "query:p", to: /page, as: number } }   |       | p=7         | {"a":1}   | | into the body        | /a {"a":1,"page":7}
            { move: { from: "query:p", to: /page } }               |       | p=a%20b+c   | {}        | | decoded              | /a {"page":"a b c"}
            { move: { from: "query:p", to: /page } }               |       | p=1&p=2     | {}        | | several are a list   | /a {"page":["1","2"]}
            { move: { from: "query:p", to: /page } }               |       | p=1         | -         | | a body is made       | /a {"page":"1"}
            { move: { from: "query:p", to: /page } }               |       | q=1         | -         | | of something         | /a?q=1
            { move: { from: /page, to: "query:p" } }               |       |             | {"page":"a&b=c"} | | encoded       | /a?p=a%26b%3Dc {}
            { move: { from: /page, to: "query:p" } }               |       |             | {"page":[1,2]}   | | a list is several | /a?p=1&p=2 {}
            { move: { from: /page, to: "query:p" } }               |       |             | {"page":{"a":1}} | | an object is none | !what is to be query:p is not a single value
            { move: { from: /t, to: "header:X-T" } }               |       |             | {"t":"a"} | | into a field         | /a x-t:a {}
            { move: { from: /t, to: "header:X-T" } }               |       |             | {"t":"a\\r\\nX: y"} | | nothing else gets into a head | !what is to be header:X-T is no value of a field
            { move: { from: "header:X-T", to: /t } }               | x-t:b |             | {}        | | and out of one       | /a x-t: {"t":"b"}
            { drop: "header:X-T" }                                 | x-t:b |             | -         | | gone                 | /a x-t:
            { default: { at: "query:v", value: 2 } }               |       |             | -         | | where there is none  | /a?v=2
            { set: { at: "header:X-V", value: 2 } }                | x-v:1 |             | -         | | whatever there is    | /a x-v:2
            { map: { at: "query:s", values: { a: b } } }           |       | s=a&s=c     | -         | | each of several      | /a?s=b&s=c
            { convert: { at: "query:s", to: number } }             |       | s=x         | -         | | what is none         | !query:s is no number
            { compute: { at: "header:X-K", value: "{query:a}/{header:X-B}" } } | x-b:2 | a=1   | -         | | of parameters        | /a?a=1 x-k:1/2
            """)
    void parameters(String rule, String fields, String query, String body, String none, String because, String becomes)
            throws Exception {
        AdaptationChain chain = AdaptationChain.of(List.of(adaptation("[ " + rule + " ]", "[]")));
        Map<String, String> came = fields == null
                ? Map.of()
                : Map.of(fields.substring(0, fields.indexOf(':')), fields.substring(fields.indexOf(':') + 1));
        JsonNode tree = body.equals("-") ? null : JsonBody.constant(body.replace("\\\\", "\\"));
        Message message = Message.request("/a", query == null ? "" : query, came::get, tree, tree == null);
        if (becomes.startsWith("!")) {
            assertThat(refusal(chain, message)).as(because).isEqualTo(becomes.substring(1));
            return;
        }
        chain.request(message);
        String told = message.path()
                + (message.query().isEmpty() ? "" : "?" + message.query())
                + message.fields().entrySet().stream()
                        .map(field ->
                                " " + field.getKey() + ":" + field.getValue().orElse(""))
                        .collect(Collectors.joining())
                + (message.body() == null ? "" : " " + message.body());
        assertThat(told).as(because).isEqualTo(becomes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            { path: { from: "/{id}/lines", to: "/{id}/items" } }  | /7/lines       | /7/items      | a segment has another name
            { path: { from: "/{id}/lines", to: "/{id}/items" } }  | /7/lines/8     | /7/lines/8    | another path
            { path: { from: "/{id}/lines", to: "/{id}/items" } }  | //lines        | //lines       | nothing is no parameter
            { path: { from: "/{id}", to: "/x/{id}" } }            | /a%2Fb         | /x/a%2Fb      | as it came
            { path: { from: "/a/**", to: "/b/**" } }              | /a/1/2         | /b/1/2        | whatever follows
            { path: { from: "/a/**", to: "/b/**" } }              | /a             | /b            | or nothing
            { path: { from: /, to: /all } }                       | ``             | /all          | the version itself
            { path: { from: /all, to: / } }                       | /all           | ``            | and back
            """)
    void paths(String rule, String path, String becomes, String because) throws Exception {
        AdaptationChain chain = AdaptationChain.of(List.of(adaptation("[ " + rule + " ]", "[]")));
        Message message = Message.request(path, "", name -> null, null, false);
        chain.request(message);
        assertThat(message.path()).as(because).isEqualTo(becomes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {"id":"7"}        | /customers/7       | a segment
            {"id":"a b"}      | !                  | a space is for nobody's paths
            {"id":"a/b"}      | !                  | it would be two
            {"id":".."}       | !                  | it would lead elsewhere
            {"id":"%2e%2e"}   | !                  | and so would this, once decoded
            {"id":""}         | !                  | it would be none
            {"id":"ä"}        | /customers/%C3%A4  | UTF-8, encoded
            {"id":{"a":1}}    | !                  | no single value
            {}                | !                  | nothing to put there
            """)
    void whatBecomesAPartOfAPath(String body, String becomes, String because) throws Exception {
        AdaptationChain chain = AdaptationChain.of(List.of(adaptation(
                "[ { path: { from: /customer, to: \"/customers/{id}\" } }, { move: { from: /id, to: \"path:id\" } } ]",
                "[]")));
        Message message = Message.request("/customer", "", name -> null, JsonBody.constant(body), false);
        if (becomes.equals("!")) {
            assertThat(refusal(chain, message)).as(because).contains("path:id");
        } else {
            chain.request(message);
            assertThat(message.path()).as(because).isEqualTo(becomes);
        }
    }

    @Test
    void whereThePathHasNoPlaceForItNothingIsTaken() throws Exception {
        AdaptationChain chain = AdaptationChain.of(List.of(adaptation(
                "[ { path: { from: /customer, to: \"/customers/{id}\" } }, { move: { from: /id, to: \"path:id\" } } ]",
                "[]")));
        Message message = Message.request("/other", "", name -> null, JsonBody.constant("{\"id\":\"/\"}"), false);
        chain.request(message);
        assertThat(String.valueOf(message.body())).isEqualTo("{\"id\":\"/\"}");
    }

    @Test
    void aChainAnswersBackwardsAndEachStepSeesItsOwnStatus() throws Exception {
        AdaptationChain chain = AdaptationChain.of(List.of(
                adaptation("[]", "[ { rename: { from: /b, to: /a } }, { status: { 202: 200 } } ]"),
                adaptation("[]", "[ { rename: { from: /c, to: /b } }, { status: { 201: 202 } } ]")));
        Message message = Message.answer(201, name -> null, JsonBody.constant("{\"c\":1}"));
        chain.answer(message);
        assertThat(message.status()).isEqualTo(200);
        assertThat(String.valueOf(message.body())).isEqualTo("{\"a\":1}");
    }

    @Test
    void whatRulesCopyIsBounded() throws Exception {
        String rules = Arrays.stream(new int[40])
                .mapToObj(i -> "{ copy: { from: /a, to: /a/a } }, { copy: { from: /a, to: /b } }, "
                        + "{ move: { from: /b, to: /a/b } }")
                .collect(Collectors.joining(", ", "[ ", " ]"));
        AdaptationChain chain = AdaptationChain.of(List.of(adaptation(rules, "[]")));
        Message message = Message.request("", "", name -> null, JsonBody.constant("{\"a\":{\"x\":[1,2,3]}}"), false);
        assertThat(refusal(chain, message)).isEqualTo("its values are copied too often");
    }

    static Adaptation adaptation(String request, String response) {
        String document =
                """
                weir: 1
                listeners: [ { name: public, address: 127.0.0.1:8080 } ]
                upstreams: [ { name: orders, endpoints: [ "127.0.0.1:9001" ] } ]
                apis:
                  - name: orders
                    path: /orders
                    versions:
                      - { name: v2, to: orders }
                      - name: v1
                        adapt:
                          from: v2
                          request: %s
                          response: %s
                """
                        .formatted(request, response);
        return DocumentReader.read(document, "test.yaml")
                .orThrow()
                .apis()
                .get(0)
                .versions()
                .get(1)
                .adapt()
                .orElseThrow();
    }
}
