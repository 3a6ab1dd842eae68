package io.weir.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.JvmChild;
import io.weir.node.testkit.Ports;
import io.weir.node.testkit.Tour;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows the README's tour on a real demo, from its first command to its last. */
class TourTest {
    private static final Pattern DEMO = Pattern.compile("^  DEMO=(.*)$", Pattern.MULTILINE);
    private static final Pattern TOKEN = Pattern.compile("^  TOKEN=(.*)$", Pattern.MULTILINE);
    private static final int USUAL_BASE = 8080;
    private static final int COMMAND_SECONDS = 60;

    @TempDir
    private Path folder;

    @Test
    void everyCommandOfTheReadmeAnswersAsItSays() throws IOException, InterruptedException {
        int base = Ports.freeDemoBase();
        String demoFolder;
        try (JvmChild demo = JvmChild.start(
                "tool", folder.resolve("demo.log"), List.of("demo", "--base-port", Integer.toString(base)))) {
            Await.until(demo::output, () -> !demo.isAlive() || demo.output().contains("Ctrl-C stops"));
            assertThat(demo.isAlive()).as(demo.output()).isTrue();
            demoFolder = found(DEMO, demo.output());
            for (Tour.Step step : Tour.of(Files.readString(Path.of("../README.md")))) {
                String answer = run(ported(step.command(), base), demoFolder, found(TOKEN, demo.output()));
                assertThat(step.isKeptBy(answer))
                        .as("$ %s%n%s%nbut the README says%n%s", step.command(), answer, step.expected())
                        .isTrue();
            }
            demo.terminate();
        }
        assertThat(Path.of(demoFolder)).as("what the demo leaves behind").doesNotExist();
    }

    /** The same command for another base port; {@code 808$i} stands for a node too. */
    private static String ported(String command, int base) {
        String result = command.replace("127.0.0.1:808$i", "127.0.0.1:$((" + base + "+i))");
        for (int node = 0; node < 3; node++) {
            result = result.replace(":" + (USUAL_BASE + node), ":" + (base + node))
                    .replace(":" + (USUAL_BASE + 100 + node), ":" + (base + 100 + node))
                    .replace(":" + (USUAL_BASE + 363 + node), ":" + (base + 363 + node));
        }
        return result;
    }

    private String run(String command, String demoFolder, String token) throws IOException, InterruptedException {
        Path output = folder.resolve("command.out");
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("DEMO", demoFolder);
        builder.environment().put("TOKEN", token);
        Process process = builder.start();
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("not within " + COMMAND_SECONDS + " s: " + command);
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }
}
