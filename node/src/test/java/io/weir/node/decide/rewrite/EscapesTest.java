package io.weir.node.decide.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EscapesTest {
    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/a/b              | true  | plain",
                "/a/               | true  | a last slash of the template",
                "/a//b             | false | an empty segment",
                "/a/../b           | false | up",
                "/..               | false | up at the end",
                "/a/./b            | false | a dot segment",
                "/a/...            | true  | a name of three dots",
                "/a/..b            | true  | a name that begins so",
                "/a/..%3Bx/b       | false | up for servers that cut parameters off",
                "/a/..%2Fb         | false | up for servers that decode first",
                "/a/b%2F..         | false | up behind an encoded slash",
                "/a/b%5C..%5Cc     | false | up for servers that know both slashes",
                "/a/b%2Fc          | true  | an encoded slash alone",
                "/a/b%00           | false | NUL",
                "/a/%250           | true  | an encoded percent sign",
            })
    void aPathIsSoundOrNot(String path, boolean sound, String reason) {
        assertThat(Escapes.isSound(path)).as(reason).isEqualTo(sound);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {"50% of it | 50% of it", "é | %C3%A9", "é 50% | %C3%A9 50%25", "`` | ``"})
    void aFieldHasAsciiAsItIs(String value, String spelled) {
        assertThat(Escapes.field(Escapes.bytes(value))).isEqualTo(spelled);
    }

    @Test
    void noControlCharacterStandsInAField() {
        for (char c = 0; c < 0x100; c++) {
            boolean control = c < ' ' && c != '\t' || c == 0x7f;
            String spelled = Escapes.field("a" + c + "b");
            assertThat(spelled == null).as("U+%04X", (int) c).isEqualTo(control);
            if (spelled != null) {
                assertThat(spelled).matches("[\\x20-\\x7e\\t]*");
            }
        }
    }

    @Test
    void whatIsEncodedIsDecodedToTheSame() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String bytes = bytes(random);
            StringBuilder out = new StringBuilder();
            Escapes.percent(out, bytes);
            assertThat(out.toString()).as("seed " + seed).matches("[A-Za-z0-9._~%-]*");
            assertThat(Escapes.decoded(out.toString(), true)).as("seed " + seed).isEqualTo(bytes);
            assertThat(Escapes.decoded(out.toString(), false))
                    .as("seed " + seed)
                    .isEqualTo(bytes);
        }
    }

    private static String bytes(Random random) {
        StringBuilder bytes = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            bytes.append((char) random.nextInt(256));
        }
        return bytes.toString();
    }

    /** Against the plain reading: a list of names and values, changed one edit after the other. */
    @Test
    void queriesAreEditedAsListsOfPairsWouldBe() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            List<String[]> pairs = new ArrayList<>();
            StringBuilder query = new StringBuilder();
            for (int n = random.nextInt(6); n > 0; n--) {
                String[] pair = {String.valueOf((char) ('a' + random.nextInt(5))), bytes(random)};
                pairs.add(pair);
                QueryEdits.append(query, pair[0], pair[1]);
            }
            Set<String> removed = random.nextBoolean() ? Set.of("a") : Set.of();
            Map<String, String> renamed = random.nextBoolean()
                    ? Map.of("b", "c")
                    : random.nextBoolean() ? Map.of("b", "d", "d", "b") : Map.of();
            Set<String> set = random.nextBoolean() ? Set.of("c", "e") : Set.of();
            List<String> expected = model(pairs, removed, renamed, set);
            String edited =
                    new QueryEdits(removed, renamed, set).edit(query.toString()).toString();
            assertThat(read(edited)).as("seed %s: %s", seed, query).isEqualTo(expected);
        }
    }

    private static List<String> model(
            List<String[]> pairs, Set<String> removed, Map<String, String> renamed, Set<String> set) {
        pairs.removeIf(pair -> removed.contains(pair[0]));
        Set<String> present = new HashSet<>();
        pairs.forEach(pair -> present.add(pair[0]));
        renamed.forEach((from, to) -> {
            if (present.contains(from) && !renamed.containsKey(to)) {
                pairs.removeIf(pair -> pair[0].equals(to));
            }
        });
        List<String> left = new ArrayList<>();
        for (String[] pair : pairs) {
            String to = renamed.getOrDefault(pair[0], pair[0]);
            if (!set.contains(to)) {
                left.add(to + "=" + pair[1]);
            }
        }
        return left;
    }

    private static List<String> read(String query) {
        List<String> pairs = new ArrayList<>();
        for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            pairs.add(Escapes.decoded(pair.substring(0, equals), true) + "="
                    + Escapes.decoded(pair.substring(equals + 1), true));
        }
        return pairs;
    }
}
