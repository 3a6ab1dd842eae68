package io.weir.node.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In processes of their own: the form is chosen once in a process. */
@Timeout(60)
class LoggingTest {
    @Test
    void textIsOneLineForEachEventWithACompactTrace() throws Exception {
        List<String> lines = said("TEXT");
        assertThat(lines.get(0)).matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  Sample joined \"the \\| cluster\"");
        assertThat(lines.get(1)).matches("\\S+ WARN  X said");
        assertThat(lines.get(2)).matches("\\S+ ERROR Sample failed");
        assertThat(lines.get(3)).isEqualTo("java.lang.IllegalArgumentException: root");
        assertThat(lines).hasSizeLessThan(16).noneMatch(line -> line.contains("not said"));
    }

    @Test
    void jsonIsOneObjectForEachEvent() throws Exception {
        List<JsonNode> events = new ArrayList<>();
        for (String line : said("JSON")) {
            events.add(new ObjectMapper().readTree(line));
        }
        assertThat(events).hasSize(3);
        JsonNode first = events.get(0);
        assertThat(first.get("timestamp").asLong()).isPositive();
        assertThat(first.get("level").asText()).isEqualTo("INFO");
        assertThat(first.get("loggerName").asText()).isEqualTo("io.weir.node.app.Sample");
        assertThat(first.get("formattedMessage").asText()).isEqualTo("joined \"the\ncluster\"");
        assertThat(events.get(2).get("throwable").get("message").asText()).isEqualTo("outer");
    }

    @Test
    void anOperatorsOwnConfigurationStays() throws Exception {
        assertThat(said("JSON", "-Dlogback.configurationFile=logback.xml").get(0))
                .contains(" INFO  Sample ");
    }

    /** What a process writes to standard error; nothing goes to standard output. */
    private static List<String> said(String form, String... flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
        command.addAll(List.of(flags));
        command.addAll(List.of(LoggingProcess.class.getName(), form));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        List<String> lines = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.getInputStream().readAllBytes()).isEmpty();
        assertThat(process.waitFor()).as("%s", lines).isZero();
        return lines;
    }
}
