package io.weir.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as far as it goes without building: in a distribution, and when something is missing. */
class LauncherTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path USUAL_JAVA = Path.of(System.getProperty("java.home"));

    private record Outcome(int status, String output) {}

    @TempDir
    private Path folder;

    @Test
    void helpNamesEveryCommand() throws Exception {
        Outcome help = run(distribution(), Map.of(), "--help");
        assertThat(help.status()).isZero();
        assertThat(help.output()).contains("demo", "node", "check FILE", "cert local", "test", "bench", "--version");
    }

    @Test
    void anUnknownCommandIsNamed() throws Exception {
        Outcome outcome = run(distribution(), Map.of(), "dance");
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.output()).contains("there is no command 'dance'");
    }

    @Test
    void whatNeedsSourcesIsRefusedInADistribution() throws Exception {
        Outcome outcome = run(distribution(), Map.of(), "test");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output()).contains("'test' works in a checkout of the sources");
    }

    @Test
    void anOldJavaIsNamedWithItsVersionAndWhatToDo() throws Exception {
        script("jdk/bin/java", "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");
        script("bin/java", "echo 'java version \"1.8.0_402\"' >&2");
        Map<String, String> environment =
                Map.of("JAVA_HOME", folder.resolve("jdk").toString(), "PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        Outcome outcome = run(distribution(), environment, "--version");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output())
                .contains("needs Java 17 or newer", "(version 11)", "(version 1)", "apt-get install openjdk-17");
    }

    @Test
    void theCommandGetsItsRolesFlagsAndThoseOfTheUser() throws Exception {
        script("jdk/bin/java", "case $1 in -version) echo 'openjdk version \"17.0.9\"' >&2;; *) echo \"$@\";; esac");
        Map<String, String> environment =
                Map.of("JAVA_HOME", folder.resolve("jdk").toString(), "WEIR_JAVA_OPTS", "-Xmx1g -Dx=y");
        Path home = folder.resolve("weir-test");
        Outcome outcome = run(distribution(), environment, "node", "--set", "a=b c");
        assertThat(outcome.output().strip())
                .isEqualTo("@" + home + "/jvm/node.args -Xmx1g -Dx=y -Dweir.home=" + home + " -Dweir.archive= -cp "
                        + home + "/lib/* io.weir.node.app.Main node --set a=b c");
    }

    @Test
    void anArchiveOfClassesIsMadeOnceForEachJavaAndUsedByNodes() throws Exception {
        String java =
                """
                for argument in "$@"; do
                    case $argument in -XX:ArchiveClassesAtExit=*) : > "${argument#*=}"; exit 0;; esac
                done
                case $1 in -version) echo "openjdk version \\"17.0.9\\"" >&2;; *) echo "$@";; esac
                """;
        script("jdk/bin/java", java);
        Map<String, String> environment =
                Map.of("JAVA_HOME", folder.resolve("jdk").toString());
        Path flags = folder.resolve("weir-test/jvm");
        Files.createDirectories(flags);
        String first = run(distribution(), environment, "node").output();
        assertThat(first).contains("preparing for this Java", "-XX:SharedArchiveFile=" + flags + "/classes-");
        assertThat(run(distribution(), environment, "node").output())
                .as("the second time")
                .doesNotContain("preparing")
                .contains("-XX:SharedArchiveFile=");
        script("jdk/bin/java", java.replace("17.0.9", "17.0.10"));
        assertThat(run(distribution(), environment, "node").output())
                .as("with another Java")
                .contains("preparing");
        assertThat(flags.toFile().list()).as("archives that are kept").hasSize(1);
    }

    @Test
    void aNodesFlagsOpenWhatTheTestsOpen() throws IOException {
        Matcher opens = Pattern.compile("<weir\\.jvm\\.opens>(.*)</weir\\.jvm\\.opens>")
                .matcher(Files.readString(ROOT.resolve("pom.xml")));
        assertThat(opens.find()).isTrue();
        assertThat(Files.readString(Path.of("src/main/dist/jvm/node.args")))
                .contains(opens.group(1).strip().split(" "));
    }

    /** A folder like an unpacked archive, without the jars; its launcher. */
    private Path distribution() throws IOException {
        Path home = folder.resolve("weir-test");
        Files.createDirectories(home.resolve("lib"));
        Path launcher = home.resolve("weir");
        if (!Files.exists(launcher)) {
            Files.copy(ROOT.resolve("weir"), launcher);
        }
        return launcher;
    }

    private void script(String name, String body) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Outcome run(Path launcher, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 2];
        command[0] = "/bin/sh";
        command[1] = launcher.toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", USUAL_JAVA.toString());
        builder.environment().remove("WEIR_JAVA_OPTS");
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(output));
    }
}
