package io.weir.node.decide.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.node.decide.grpc.PathTemplate.Malformed;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The grammar of paths in google.api.http. */
final class PathTemplateTest {
    @ParameterizedTest(name = "{0} is {1} with {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        /v1/messages/{message_id}               | /v1/messages/*          | message_id 2-3
        /v1/{name=messages/*}                   | /v1/messages/*          | name 1-3
        /v1/{name=shelves/*/books/*}            | /v1/shelves/*/books/*   | name 1-5
        /v1/{book.name=shelves/**}              | /v1/shelves/**          | book.name 1-end
        /v1/{a}/x/{b.c_2=y/*}:cancel            | /v1/*/x/y/*:cancel      | a 1-2, b.c_2 3-5
        /**                                     | /**                     | ''
        /{all=**}                               | /**                     | all 0-end
        /v1/*/x:do-it                           | /v1/*/x:do-it           | ''
        /demo.Greeter/Say~Hello                 | /demo.Greeter/Say~Hello | ''
        """)
    void aTemplateIsRead(String text, String shape, String variables) throws Malformed {
        PathTemplate template = PathTemplate.parse(text);
        assertThat(template.shape()).isEqualTo(shape);
        assertThat(template.variables())
                .extracting(variable -> variable.field() + " " + variable.from() + "-"
                        + (variable.to() == PathTemplate.Variable.OPEN ? "end" : "" + variable.to()))
                .isEqualTo(
                        variables.replace("''", "").isEmpty()
                                ? java.util.List.of()
                                : java.util.List.of(variables.split(", ")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        ''                | does not begin with a slash (at character 1)
        v1                | does not begin with a slash (at character 1)
        /                 | has an empty segment (at character 2)
        /v1/              | has an empty segment (at character 5)
        /v1//x            | has an empty segment (at character 5)
        /v1/**/x          | has something behind **, which takes everything (at character 8)
        /{a=**}/x         | has something behind **, which takes everything (at character 9)
        /{a               | has a variable that does not end (at character 4)
        /{}               | has no field's name where one is expected (at character 3)
        /{a.}             | has no field's name where one is expected (at character 5)
        /{1a}             | has no field's name where one is expected (at character 3)
        /{a={b}}          | has a variable within a variable (at character 5)
        /{a=}             | has an empty segment (at character 5)
        /{a}/{a}          | has a twice (at character 9)
        /v1:              | has no verb behind its colon (at character 5)
        /v1:a/b           | has "/" where nothing more may stand (at character 6)
        /v1:a:b           | has ":" where nothing more may stand (at character 6)
        /a%20b            | has "%" where nothing more may stand (at character 3)
        /a*               | has "*" where nothing more may stand (at character 3)
        /{a}b             | has "b" where nothing more may stand (at character 5)
        /***              | has "*" where nothing more may stand (at character 4)
        """)
    void whatIsNoTemplateIsRefusedWithItsPlace(String text, String why) {
        assertThatThrownBy(() -> PathTemplate.parse(text))
                .isInstanceOf(Malformed.class)
                .hasMessage("\"" + text + "\" " + why);
    }

    @Test
    void anyTextIsReadOrRefused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String letters = "/ab{}=*.:_1%";
        for (int turn = 0; turn < 20_000; turn++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "/" : "/v1/{a=");
            for (int length = random.nextInt(12); length > 0; length--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                PathTemplate template = PathTemplate.parse(text.toString());
                assertThat(PathTemplate.parse(template.shape()).segments())
                        .as("%s, seed %d", text, seed)
                        .isEqualTo(template.segments());
            } catch (Malformed e) {
                assertThat(e).as("%s, seed %d", text, seed).hasMessageContaining("at character");
            }
        }
    }
}
