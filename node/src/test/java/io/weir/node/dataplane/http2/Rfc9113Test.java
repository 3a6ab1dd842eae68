package io.weir.node.dataplane.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code docs/rfc9113.md} says which rule is tested by which row, all of them, and by none that is not there. */
final class Rfc9113Test {
    private static final Path DOCUMENT = Path.of("../docs/rfc9113.md");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern METHOD = Pattern.compile("[A-Z][A-Za-z0-9]+Test\\.[a-z][A-Za-z0-9]+");
    private static final List<String> PACKAGES =
            List.of("dataplane.http2.", "dataplane.", "dataplane.fields.", "dataplane.tls.");

    /** What is quoted in a column of the table of rules. */
    private static List<String> column(int number) throws IOException {
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .takeWhile(line -> !line.startsWith("What is not in the table"))
                .filter(line -> line.startsWith("| ") && line.contains("`"))
                .toList();
        return rows.stream()
                .flatMap(row -> quoted(row.split("\\|", -1)[number]).stream())
                .toList();
    }

    private static List<String> quoted(String text) {
        List<String> all = new ArrayList<>();
        Matcher matcher = QUOTED.matcher(text);
        while (matcher.find()) {
            all.add(matcher.group(1));
        }
        return all;
    }

    private static Set<String> rows(int column) throws IOException {
        return column(column).stream()
                .filter(one -> !METHOD.matcher(one).matches())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyRowOfClientsIsThere() throws IOException {
        Set<String> tested = Stream.of(
                        ConnectionBreaches.all(),
                        StreamBreaches.all(),
                        Http2RulesTest.ofBeginnings(),
                        Http2RulesTest.bears())
                .flatMap(List::stream)
                .map(Breach::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(rows(3)).isEqualTo(tested);
    }

    @Test
    void everyRowOfEndpointsIsThere() throws Exception {
        Class<?> tests = Class.forName("io.weir.node.dataplane.Http2HostileBackendsTest");
        Set<String> tested = Arrays.stream(tests.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(ParameterizedTest.class))
                .filter(method -> !method.getName().startsWith("aFlood"))
                .flatMap(method ->
                        method.getAnnotation(CsvSource.class).textBlock().lines())
                .map(line -> line.substring(0, line.indexOf(',')).strip())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(rows(4)).isEqualTo(tested);
    }

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        List<String> named = quoted(Files.readString(DOCUMENT)).stream()
                .filter(one -> METHOD.matcher(one).matches())
                .toList();
        assertThat(named)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(exists(one)).as(one).isTrue());
    }

    private static boolean exists(String test) {
        String name = test.substring(0, test.indexOf('.'));
        String method = test.substring(test.indexOf('.') + 1);
        return PACKAGES.stream().anyMatch(room -> {
            try {
                Method[] all = Class.forName("io.weir.node." + room + name).getDeclaredMethods();
                return Arrays.stream(all).anyMatch(one -> one.getName().equals(method));
            } catch (ClassNotFoundException elsewhere) {
                return false;
            }
        });
    }

    /** A row is in the section that it says. */
    @Test
    void everyRowOfClientsIsInItsSection() throws IOException {
        List<String> lines = Files.readAllLines(DOCUMENT);
        Stream.of(ConnectionBreaches.all(), StreamBreaches.all(), Http2RulesTest.ofBeginnings(), Http2RulesTest.bears())
                .flatMap(List::stream)
                .forEach(breach -> assertThat(lines.stream()
                                .filter(line -> line.contains("`" + breach.name() + "`"))
                                .map(line -> line.split("\\|", -1)[1].replace("§", "")))
                        .as(breach.toString())
                        .anySatisfy(section -> assertThat(section).contains(breach.section())));
    }
}
