package io.weir.config.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProjectionTest {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final int MOST = 1_000_000;
    private static final String ORDER =
            """
            { "id": 7, "customer": { "name": "Zoë", "nick": null }, "big": 123456789012345678901234567890.5, "empty": [],
              "lines": [ { "sku": "a", "price": 2.5, "amount": 2 }, { "sku": "b", "price": 4, "amount": 1 } ] }
            """;

    private static JsonNode json(String text) throws Exception {
        return MAPPER.readTree(text);
    }

    private static JsonNode project(String expression, String body) throws Exception {
        assertThat(Projection.mistake(expression)).isEmpty();
        return Projection.of(expression).project(json(body), MOST, 100);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        $                                        | %ORDER% | the body itself
        customer.name                            | "Zoë"   | one member
        customer.nick                            | null    | a null stays one
        nothing                                  | null    | nothing is null
        empty                                    | []      | an empty array stays one
        big                                      | 123456789012345678901234567890.5 | what is not computed with is exact
        { "id": id, "who": customer.name, "no": nothing } | {"id":7,"who":"Zoë"} | what is missing is left out
        { "nick": customer.nick }                | {"nick":null} | a null is something
        lines.sku                                | ["a","b"] | of each
        lines[price > 3].sku                     | "b"     | one of several
        lines[price > 3].sku[]                   | ["b"]   | the same as an array
        $sum(lines.(price * amount))             | 9       | computed
        lines.{ "s": sku & "-" & $string(amount) } | [{"s":"a-2"},{"s":"b-1"}] | of each something else
        $map(lines, function($l) { $l.amount + 1 }) | [3,2] | a function
        lines^(>price).sku                       | ["b","a"] | sorted
        $merge([customer, { "id": id }])         | {"name":"Zoë","nick":null,"id":7} | merged
        $join(lines.sku, ",")                    | "a,b"   | joined
        $replace("a.b.c", ".", "")               | "abc"   | replaced, a text by a text
        $pad("x", -3, "0")                       | "00x"   | padded
        $distinct([1, 1, 2])                     | [1,2]   | once each
        $sort([3, 1, 2])                         | [1,2,3] | sorted
        $zip([1,2],[3,4])                        | [[1,3],[2,4]] | zipped
        $append([1],[2])                         | [1,2]   | appended
        lines.$lookup($, "sku")                  | ["a","b"] | looked up
        $reduce(lines.amount, function($a, $b) { $a + $b }) | 3 | reduced
        $ ~> $keys()                             | ["id","customer","big","empty","lines"] | chained
        [1..3]                                   | [1,2,3] | a range
        4 / 2                                    | 2       | a division
        (lines)[0].price / 2                     | 1.25    | a division after an index
        /* a / comment */ id                     | 7       | a comment
        """)
    void makesOfAnOrder(String expression, String expected, String reason) throws Exception {
        assertThat(project(expression, ORDER)).as(reason).isEqualTo(json(expected.replace("%ORDER%", ORDER)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        (                            | Expected ")"
        lines[                       | is no JSONata
        a b                          | Syntax error
        $match(a, /x/)               | has $match
        $contains(a, /(a+)+$/)       | has a regular expression (at character 14)
        /x/                          | has a regular expression (at character 1)
        a ~> /x/                     | has a regular expression
        ( $x := /x/; $x )            | has a regular expression
        $eval("1")                   | has $eval
        lines.$eval("1")             | has $eval
        """)
    void isNoExpression(String expression, String message) {
        assertThat(Projection.mistake(expression))
                .hasValueSatisfying(mistake -> assertThat(mistake).contains(message));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"$evaluate := 1", "{ \"$eval\": \"/x/\" }", "a[b/c > 1]", "\"it is \\\"/x/\\\"\""})
    void whatOnlyLooksLikeThatIsOne(String expression) {
        assertThat(Projection.mistake(expression)).isEmpty();
    }

    @Test
    void textsThatAreTooLongOrTooDeepAreNone() {
        assertThat(Projection.mistake("a".repeat(Projection.LONGEST + 1))).isPresent();
        assertThat(Projection.mistake("(".repeat(Projection.LONGEST))).isPresent();
        assertThat(Projection.mistake("[".repeat(1_990) + "]".repeat(1_990))).isNotNull();
    }

    private static String numbers(int count) {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add("\"item-" + i + "\"");
        }
        return "{\"n\":" + count + ",\"list\":[" + String.join(",", items) + "]}";
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        ( $f := function($n) { $f($n + 1) }; $f(0) )                  | TOO_COSTLY | for ever
        ( $f := function($n) { 1 + $f($n + 1) }; $f(0) )              | TOO_COSTLY | ever deeper
        list.( $a := $; $$.list.( $a & $ ) )                          | TOO_COSTLY | quadratic
        list[$ in $$.list]                                            | TOO_COSTLY | quadratic without saying so
        list[$$ = $$]                                                 | TOO_COSTLY | the whole compared for each
        $reduce(list, function($a, $b) { $a & $a & $b })              | TOO_COSTLY | a text that doubles
        $reduce(list, function($a, $b) { [$a, $a] })                  | TOO_COSTLY | a list that doubles
        $reduce(list, function($a, $b) { { "a": $a, "b": $a } })      | TOO_COSTLY | an object that doubles by being there twice
        $reduce(list.[$$.list], $append)                              | TOO_COSTLY | copied again and again
        [1..10000000]                                                 | TOO_COSTLY | a long range
        [1..3000].[1..3000]                                           | TOO_COSTLY | ranges of ranges
        $pad("x", 1000000000)                                         | TOO_COSTLY | a long text at once
        $replace($join(list), "i", $join(list))                       | TOO_COSTLY | the one many times in the other
        $join(list, $join(list))                                      | TOO_COSTLY | the one many times between the other
        $map([1..100000], function($i) { $$ })                        | TOO_COSTLY | the whole many times
        list.{ "a": $$.list }                                         | TOO_COSTLY | larger than the body by far
        [1..20000].("0123456789012345678901234567890123456789012345678") | TOO_LARGE  | larger than it may be
        $reduce([1..200], function($a, $b) { { "a": $a } })           | TOO_LARGE  | deeper than it may be
        list + 1                                                      | UNFIT      | no number
        $sum(list)                                                    | UNFIT      | no numbers
        $error("no")                                                  | UNFIT      | the expression's own
        $sum                                                          | UNFIT      | a function is no JSON
        1e300 * 1e300                                                 | UNFIT      | no number either
        """)
    void isBounded(String expression, ProjectionFault.Kind kind, String reason) throws Exception {
        assertThat(Projection.mistake(expression)).isEmpty();
        Projection projection = Projection.of(expression);
        JsonNode body = json(numbers(4_000));
        long begin = System.nanoTime();
        assertThatThrownBy(() -> projection.project(body, MOST, 100))
                .as(reason)
                .isInstanceOfSatisfying(
                        ProjectionFault.class, fault -> assertThat(fault.kind()).isEqualTo(kind));
        assertThat(System.nanoTime() - begin).as("nanoseconds").isLessThan(20_000_000_000L);
    }

    @Test
    void aLargeBodyIsNothingSpecial() throws Exception {
        StringBuilder body = new StringBuilder("{\"currency\":\"EUR\",\"lines\":[");
        for (int i = 0; i < 10_000; i++) {
            body.append(i == 0 ? "" : ",").append("{\"sku\":\"sku-").append(i).append("\",\"price\":2.5,\"amount\":2}");
        }
        JsonNode made = Projection.of(
                        "{ \"total\": $sum(lines.(price * amount)), \"skus\": lines.{ \"s\": sku, \"c\": $$.currency } }")
                .project(json(body.append("]}").toString()), MOST, 100);
        assertThat(made.get("total").intValue()).isEqualTo(50_000);
        assertThat(made.get("skus")).hasSize(10_000);
    }

    @Test
    void manyThreadsMayUseOne() throws Exception {
        Projection projection = Projection.of("( $x := id; { \"id\": $x, \"sum\": $sum(list.($ + $x)) } )");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<JsonNode>> calls = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                JsonNode body = json("{\"id\":" + i + ",\"list\":[1,2,3]}");
                calls.add(() -> projection.project(body, MOST, 100));
            }
            int i = 0;
            for (Future<JsonNode> made : threads.invokeAll(calls)) {
                assertThat(made.get()).isEqualTo(json("{\"id\":" + i + ",\"sum\":" + (6 + 3 * i++) + "}"));
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
