package io.weir.node.decide.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.weir.node.decide.grpc.BindingTable.Found;
import io.weir.node.decide.grpc.BindingTable.Lookup;
import io.weir.node.decide.grpc.BindingTable.Missed;
import io.weir.node.decide.grpc.PathTemplate.Malformed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which binding a request takes. */
final class BindingTableTest {
    private static final String[] BINDINGS = {
        "GET /v1/messages/{message_id}",
        "GET /v1/messages/latest",
        "POST /v1/messages",
        "* /v1/anything",
        "PUT /v1/anything",
        "GET /v1/{name=shelves/*/books/*}",
        "DELETE /v1/{name=shelves/**}",
        "GET /v1/{name=shelves/**}",
        "POST /v1/{name=shelves/*}:archive",
        "POST /v1/{name=shelves/*}",
        "GET /files/**",
        "GET /files/{path=**}:download",
        "REPORT /v1/messages",
    };

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        GET    | /v1/messages/7             | GET /v1/messages/{message_id}       | 7            | one segment
        GET    | /v1/messages/latest        | GET /v1/messages/latest             |              | the text goes before *
        GET    | /v1/messages/a%2Fb         | GET /v1/messages/{message_id}       | a%2Fb        | an encoded slash is none
        GET    | /v1/messages/a:b           | GET /v1/messages/{message_id}       | a:b          | a colon without such a verb
        GET    | /v1/shelves/1/books/2      | GET /v1/{name=shelves/*/books/*}    | shelves/1/books/2 | several segments
        GET    | /v1/shelves/1/books/2/3    | GET /v1/{name=shelves/**}           | shelves/1/books/2/3 | as many as there are
        GET    | /v1/shelves                | GET /v1/{name=shelves/**}           | shelves      | be it none
        DELETE | /v1/shelves/1/books/2      | DELETE /v1/{name=shelves/**}        | shelves/1/books/2 | where the more definite one has another method
        POST   | /v1/shelves/1:archive      | POST /v1/{name=shelves/*}:archive   | shelves/1    | by its verb
        POST   | /v1/shelves/1              | POST /v1/{name=shelves/*}           | shelves/1    | without
        POST   | /v1/shelves/1:other        | POST /v1/{name=shelves/*}           | shelves/1:other | a verb that nobody has is none
        POST   | /v1/shelves/a:b:archive    | POST /v1/{name=shelves/*}:archive   | shelves/a:b  | the last colon
        GET    | /files                     | GET /files/**                       |              | ** takes nothing
        GET    | /files/a/b/                | GET /files/**                       |              | ... or a slash at the end
        GET    | /files/a/b:download        | GET /files/{path=**}:download       | a/b          | a verb behind **
        PUT    | /v1/anything               | PUT /v1/anything                    |              | the method itself before any
        FOO    | /v1/anything               | * /v1/anything                      |              | any method
        REPORT | /v1/messages               | REPORT /v1/messages                 |              | a method of its own
        """)
    void theMoreDefiniteOneIsTaken(String method, String path, String binding, String variable, String reason)
            throws Malformed {
        Lookup<String> lookup = table().find(method, path);
        assertThat(lookup).as(reason).isInstanceOf(Found.class);
        Found<String> found = (Found<String>) lookup;
        assertThat(found.value()).as(reason).isEqualTo(binding);
        if (variable != null) {
            assertThat(found.variable(0)).as(reason).isEqualTo(variable);
        }
    }

    @ParameterizedTest(name = "{0} {1}: {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        PUT    | /v1/messages/7         | GET                | another method
        GET    | /v1/messages           | POST, REPORT       | two of them
        PATCH  | /v1/shelves/1:archive  | DELETE, GET, POST  | with the verb and without
        GET    | /v2                    |                    | nothing like it
        GET    | /v1/messages/          |                    | * is not empty
        GET    | /v1/messages/7/8       |                    | one too many
        GET    | /                      |                    | nothing at all
        get    | /v1/messages/7         | GET                | methods are case-sensitive
        """)
    void whatIsNotBoundIsMissed(String method, String path, String allowed, String reason) throws Malformed {
        List<String> methods = allowed == null ? List.of() : List.of(allowed.split(", "));
        assertThat(table().find(method, path)).as(reason).isEqualTo(new Missed<String>(methods));
    }

    private static BindingTable<String> table() throws Malformed {
        BindingTable.Builder<String> table = new BindingTable.Builder<>();
        for (String binding : BINDINGS) {
            int space = binding.indexOf(' ');
            PathTemplate template = PathTemplate.parse(binding.substring(space + 1));
            assertThat(table.add(binding.substring(0, space), template, binding))
                    .isNull();
        }
        return table.build();
    }

    @Test
    void theSamePathsTwiceForOneMethodAreFound() throws Malformed {
        BindingTable.Builder<String> table = new BindingTable.Builder<>();
        table.add("GET", PathTemplate.parse("/v1/{name=a/*}"), "first");
        assertThat(table.add("GET", PathTemplate.parse("/v1/a/{id}"), "second")).isEqualTo("first");
        assertThat(table.add("POST", PathTemplate.parse("/v1/a/{id}"), "third")).isNull();
    }

    /** Against the plain definition: all templates are tried one after the other. */
    @Test
    void aLookupIsWhatComparingWithEveryTemplateWouldBe() throws Malformed {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int turn = 0; turn < 400; turn++) {
            List<PathTemplate> templates = new ArrayList<>();
            BindingTable.Builder<PathTemplate> builder = new BindingTable.Builder<>();
            for (int i = 0; i < 12; i++) {
                PathTemplate template = PathTemplate.parse(randomTemplate(random));
                if (builder.add("GET", template, template) == null) {
                    templates.add(template);
                }
            }
            BindingTable<PathTemplate> table = builder.build();
            for (int i = 0; i < 20; i++) {
                String path = randomPath(random);
                Lookup<PathTemplate> lookup = table.find("GET", path);
                boolean matches = templates.stream().anyMatch(template -> matches(template, path));
                assertThat(lookup instanceof Found)
                        .as("%s, seed %d", path, seed)
                        .isEqualTo(matches);
                if (lookup instanceof Found<PathTemplate> found) {
                    assertThat(matches(found.template(), path))
                            .as("%s, seed %d", path, seed)
                            .isTrue();
                }
            }
        }
    }

    private static boolean matches(PathTemplate template, String path) {
        String rest = path.substring(1);
        if (!template.verb().isEmpty()) {
            if (!rest.endsWith(":" + template.verb())) {
                return false;
            }
            rest = rest.substring(0, rest.length() - template.verb().length() - 1);
        }
        String[] segments = rest.split("/", -1);
        int size = template.segments().size();
        boolean open = template.segments().get(size - 1) == PathTemplate.Wild.REST;
        if (open ? segments.length < size - 1 : segments.length != size) {
            return false;
        }
        for (int i = 0; i < (open ? size - 1 : size); i++) {
            boolean good = template.segments().get(i) instanceof PathTemplate.Literal literal
                    ? literal.text().equals(segments[i])
                    : !segments[i].isEmpty();
            if (!good) {
                return false;
            }
        }
        return true;
    }

    private static String randomTemplate(Random random) {
        StringBuilder text = new StringBuilder();
        for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
            text.append(random.nextInt(3) == 0 ? "/*" : random.nextBoolean() ? "/a" : "/b");
        }
        text.append(random.nextInt(4) == 0 ? "/**" : "");
        return text.append(random.nextInt(3) == 0 ? ":v" : "").toString();
    }

    private static String randomPath(Random random) {
        String[] segments = {"a", "b", "c", "a:v", "c:v:v", "c:w"};
        StringBuilder path = new StringBuilder();
        for (int depth = 1 + random.nextInt(4); depth > 0; depth--) {
            path.append('/').append(segments[random.nextInt(segments.length)]);
        }
        return path.toString();
    }

    @Test
    void aPathThatCouldGoManyWaysIsLookedUpAtOnce() throws Malformed {
        BindingTable.Builder<Integer> builder = new BindingTable.Builder<>();
        for (int i = 0; i < 4096; i++) {
            StringBuilder text = new StringBuilder();
            for (int bit = 0; bit < 12; bit++) {
                text.append((i >> bit & 1) == 0 ? "/a" : "/*");
            }
            builder.add("GET", PathTemplate.parse(text + "/end"), i);
        }
        BindingTable<Integer> table = builder.build();
        String path = "/a".repeat(12) + "/other" + "/a".repeat(2_000);
        assertThatCode(() -> table.find("GET", path)).doesNotThrowAnyException();
        assertThat(table.find("GET", path)).isEqualTo(new Missed<Integer>(List.of()));
    }
}
