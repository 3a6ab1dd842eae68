package io.weir.node.filter.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.config.model.BodySteps.Op;
import io.weir.node.filter.transform.format.BodyFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6902, its appendix first. */
final class JsonPatchTest {
    private static final int MOST = 100_000;

    private static JsonPatch patch(String json, boolean skipped) {
        List<JsonPatch.Operation> operations = new ArrayList<>();
        for (JsonNode one : Trees.of(json)) {
            operations.add(new JsonPatch.Operation(
                    Op.valueOf(one.get("op").textValue().toUpperCase(Locale.ROOT)),
                    Pointer.of(one.get("path").textValue()),
                    one.has("from") ? Pointer.of(one.get("from").textValue()) : null,
                    one.get("value")));
        }
        return new JsonPatch(operations, skipped, MOST, 64);
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        {"foo":"bar"} | [{"op":"add","path":"/baz","value":"qux"}] | {"baz":"qux","foo":"bar"} | A.1 adding an object member
        {"foo":["bar","baz"]} | [{"op":"add","path":"/foo/1","value":"qux"}] | {"foo":["bar","qux","baz"]} | A.2 adding an array element
        {"baz":"qux","foo":"bar"} | [{"op":"remove","path":"/baz"}] | {"foo":"bar"} | A.3 removing an object member
        {"foo":["bar","qux","baz"]} | [{"op":"remove","path":"/foo/1"}] | {"foo":["bar","baz"]} | A.4 removing an array element
        {"baz":"qux","foo":"bar"} | [{"op":"replace","path":"/baz","value":"boo"}] | {"baz":"boo","foo":"bar"} | A.5 replacing a value
        {"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}} | [{"op":"move","from":"/foo/waldo","path":"/qux/thud"}] | {"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}} | A.6 moving a value
        {"foo":["all","grass","cows","eat"]} | [{"op":"move","from":"/foo/1","path":"/foo/3"}] | {"foo":["all","cows","eat","grass"]} | A.7 moving an array element
        {"baz":"qux","foo":["a",2,"c"]} | [{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}] | {"baz":"qux","foo":["a",2,"c"]} | A.8 testing a value: success
        {"baz":"qux"} | [{"op":"test","path":"/baz","value":"bar"}] | fails | A.9 testing a value: error
        {"foo":"bar"} | [{"op":"add","path":"/child","value":{"grandchild":{}}}] | {"foo":"bar","child":{"grandchild":{}}} | A.10 adding a nested member object
        {"foo":"bar"} | [{"op":"add","path":"/baz","value":"qux","xyz":123}] | {"foo":"bar","baz":"qux"} | A.11 ignoring unrecognized elements
        {"foo":"bar"} | [{"op":"add","path":"/baz/bat","value":"qux"}] | fails | A.12 adding to a nonexistent target
        {"/":9,"~1":10} | [{"op":"test","path":"/~01","value":10}] | {"/":9,"~1":10} | A.14 ~ escape ordering
        {"/":9,"~1":10} | [{"op":"test","path":"/~01","value":"10"}] | fails | A.15 comparing strings and numbers
        {"foo":["bar"]} | [{"op":"add","path":"/foo/-","value":["abc","def"]}] | {"foo":["bar",["abc","def"]]} | A.16 adding an array value
        {"a":1} | [{"op":"add","path":"","value":[]}] | [] | the whole is replaced
        {"a":1} | [{"op":"replace","path":"","value":null}] | null | the whole becomes null
        {"a":1} | [{"op":"copy","from":"","path":"/b"}] | {"a":1,"b":{"a":1}} | the whole is copied into itself as it was
        {"a":{"b":1}} | [{"op":"copy","from":"/a","path":"/c"},{"op":"replace","path":"/c/b","value":2}] | {"a":{"b":1},"c":{"b":2}} | a copy is a copy
        {"a":{"b":1}} | [{"op":"move","from":"/a/b","path":"/a"}] | {"a":1} | moved onto what held it
        {"a":1} | [{"op":"move","from":"/a","path":"/a"}] | {"a":1} | moved to where it is
        {"a":1} | [{"op":"test","path":"/a","value":1.0}] | {"a":1} | numbers are the same by value
        {"a":{"x":1,"y":[2]}} | [{"op":"test","path":"/a","value":{"y":[2.0],"x":1}}] | {"a":{"x":1,"y":[2]}} | members have no order
        {"a":null} | [{"op":"test","path":"/a","value":null}] | {"a":null} | null is a value
        {} | [{"op":"test","path":"/a","value":null}] | fails | what is missing is not null
        {"a":1} | [{"op":"remove","path":"/b"}] | fails | nothing to remove
        {"a":1} | [{"op":"replace","path":"/b","value":1}] | fails | nothing to replace
        {"a":1} | [{"op":"move","from":"/b","path":"/c"}] | fails | nothing to move
        {"a":1} | [{"op":"copy","from":"/b","path":"/c"}] | fails | nothing to copy
        {"a":1} | [{"op":"add","path":"/a/b","value":1}] | fails | a number holds nothing
        [1] | [{"op":"add","path":"/2","value":1}] | fails | beyond the end
        [1] | [{"op":"add","path":"/1","value":2}] | [1,2] | at the end
        [1] | [{"op":"replace","path":"/1","value":2}] | fails | replaced at the end
        [1] | [{"op":"replace","path":"/-","value":2}] | fails | the end is nothing yet
        [1] | [{"op":"remove","path":"/-"}] | fails | the end is nothing yet
        [1,2] | [{"op":"remove","path":"/01"}] | fails | no leading zeros
        [1,2] | [{"op":"remove","path":"/+1"}] | fails | no sign
        [1,2] | [{"op":"remove","path":"/99999999999999999999"}] | fails | a number beyond all
        {"":1} | [{"op":"replace","path":"/","value":2}] | {"":2} | an empty name is one
        {"a":1} | [{"op":"add","path":"/b","value":2},{"op":"test","path":"/a","value":9}] | fails | all or nothing
        """)
    void isDone(String body, String patch, String expected, String reason) throws Exception {
        if (!expected.equals("fails")) {
            assertThat(patch(patch, false).edit(Trees.of(body))).as(reason).isEqualTo(Trees.of(expected));
            assertThat(patch(patch, true).edit(Trees.of(body))).as(reason).isEqualTo(Trees.of(expected));
            return;
        }
        assertThatThrownBy(() -> patch(patch, false).edit(Trees.of(body)))
                .isInstanceOfSatisfying(
                        BodyFault.class,
                        fault -> assertThat(fault.problem().type()).isEqualTo("uneditable-body"));
        assertThat(patch(patch, true).edit(Trees.of(body)))
                .as("skipped as a whole")
                .isEqualTo(Trees.of(body));
    }

    @Test
    void valuesOfAPatchAreNotTheBodysOwn() throws Exception {
        JsonPatch patch = patch(
                "[{\"op\":\"add\",\"path\":\"/a\",\"value\":{\"n\":[]}},{\"op\":\"add\",\"path\":\"/a/n/-\",\"value\":1}]",
                false);
        for (int i = 0; i < 3; i++) {
            assertThat(patch.edit(Trees.of("{}"))).isEqualTo(Trees.of("{\"a\":{\"n\":[1]}}"));
        }
    }

    /** Each copy doubles what there is. */
    @Test
    void copiesOfCopiesHaveAnEnd() {
        StringBuilder patch = new StringBuilder("[");
        for (int i = 0; i < 60; i++) {
            patch.append(i == 0 ? "" : ",").append("{\"op\":\"copy\",\"from\":\"\",\"path\":\"/c" + i + "\"}");
        }
        assertThatThrownBy(() -> patch(patch + "]", false).edit(Trees.of("{\"a\":\"x\"}")))
                .isInstanceOfSatisfying(
                        BodyFault.class,
                        fault -> assertThat(fault.problem().status()).isEqualTo(413));
    }

    /** What add and remove do to a list of numbers, an ordinary list does. */
    @Test
    void arraysAreListsWhateverIsDone() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<Integer> model = new ArrayList<>(List.of(1, 2, 3));
            StringBuilder patch = new StringBuilder("[");
            for (int i = 0; i < 12; i++) {
                int at = random.nextInt(model.size() + 1);
                String op;
                if (random.nextBoolean() || at == model.size()) {
                    model.add(at, i + 10);
                    op = "{\"op\":\"add\",\"path\":\"/" + (at == model.size() - 1 && random.nextBoolean() ? "-" : at)
                            + "\",\"value\":" + (i + 10) + "}";
                } else if (random.nextBoolean()) {
                    model.remove(at);
                    op = "{\"op\":\"remove\",\"path\":\"/" + at + "\"}";
                } else {
                    int to = random.nextInt(model.size());
                    model.add(to, model.remove(at));
                    op = "{\"op\":\"move\",\"from\":\"/" + at + "\",\"path\":\"/" + to + "\"}";
                }
                patch.append(i == 0 ? "" : ",").append(op);
            }
            assertThat(patch(patch + "]", false).edit(Trees.of("[1,2,3]")))
                    .as("seed %s: %s", seed, patch)
                    .isEqualTo(Trees.of(model.toString()));
        }
    }
}
