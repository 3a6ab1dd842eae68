package io.weir.node.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real process of Weir, from the classes under test and with the flags that the launcher gives it. */
public final class JvmChild implements AutoCloseable {
    private static final long GRACE_SECONDS = 20;

    private final Process process;
    private final Path log;

    private JvmChild(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts {@code weir ARGUMENTS...}.
     *
     * @param role whose JVM flags: {@code node}, {@code tool}, {@code backend}
     * @param log where its output goes
     */
    public static JvmChild start(String role, Path log, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("@" + home().resolve("jvm/" + role + ".args"));
        command.add("-Dweir.home=" + home());
        command.add("io.weir.node.app.Main");
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            return new JvmChild(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a distribution's folder has, as far as processes look for it: {@code jvm/} and {@code examples/}. */
    private static Path home() {
        return Home.FOLDER;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL, and its end. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM, and its end; the exit status. */
    public int terminate() {
        process.destroy();
        return awaitEnd();
    }

    /** All that it printed so far. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "(no output: " + e + ")";
        }
    }

    @Override
    public void close() {
        kill();
    }

    private int awaitEnd() {
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end within " + GRACE_SECONDS + " s:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while a process ends", e);
        }
    }

    /** Made once for each test run. */
    private static final class Home {
        static final Path FOLDER = make();

        private static Path make() {
            try {
                Path folder = Path.of("target/test-home").toAbsolutePath();
                Files.createDirectories(folder.resolve("jvm"));
                Files.createDirectories(folder.resolve("examples"));
                for (String role : new String[] {"node", "tool", "backend"}) {
                    copy(Path.of("src/main/dist/jvm", role + ".args"), folder.resolve("jvm/" + role + ".args"));
                }
                copy(Path.of("../examples/weir.yaml"), folder.resolve("examples/weir.yaml"));
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void copy(Path from, Path to) throws IOException {
            Files.copy(from, to, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
