package io.weir.node.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One process of the demo: a JVM of this installation.
 *
 * @param name as the demo calls it: {@code node 1}, {@code backend b1}
 * @param log where its output goes
 */
record Child(String name, Process process, Path log) {
    /**
     * Where children come from.
     *
     * @param home the installation: {@code jvm/ROLE.args} is there
     * @param folder the demo's own, for logs and {@code NAME.pid}
     * @param keep whether the folder stays when the demo dies
     */
    record Nursery(Path home, Path folder, boolean keep) {
        /**
         * Starts a process.
         *
         * @param role whose JVM flags: {@code node} or {@code backend}
         */
        Child start(String name, String role, List<String> arguments) throws IOException {
            List<String> command = new ArrayList<>();
            if (Files.isExecutable(SETSID)) {
                // Ctrl-C reaches everything in the terminal's foreground group; only the demo itself shall hear it.
                command.add(SETSID.toString());
            }
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.add("@" + home.resolve("jvm").resolve(role + ".args"));
            if (role.equals("node")) {
                command.addAll(flags(System.getProperty("weir.archive")));
                command.addAll(flags(System.getenv("WEIR_JAVA_OPTS")));
            }
            command.add(Tether.class.getName());
            command.add(keep ? Tether.KEEP : folder.toString());
            command.addAll(arguments);
            String file = name.replace(' ', '-');
            Path log = folder.resolve(file + ".log");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            Child child = new Child(name, builder.start(), log);
            Files.writeString(folder.resolve(file + ".pid"), child.pid() + "\n");
            return child;
        }

        /** As the launcher does: its archive of classes, and what the user adds. */
        private static List<String> flags(@Nullable String text) {
            return text == null || text.isBlank()
                    ? List.of()
                    : List.of(text.strip().split("\\s+"));
        }
    }

    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final int LAST_LINES = 5;

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end. */
    void end() {
        process.destroy();
    }

    /** Waits for its end, and forces it when the time is over. */
    void awaitEnd(long millis) throws InterruptedException {
        if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** The end of its log, for a message about why it died. */
    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }
}
