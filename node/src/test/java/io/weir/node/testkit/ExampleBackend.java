package io.weir.node.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The backend of one of the examples: a source file that Java runs, and that says where it listens. */
public final class ExampleBackend implements AutoCloseable {
    private static final String SAID = "listening on ";

    private final Process process;
    private final String port;

    /** @param arguments of the Java command: options, the source file, what it is told */
    public ExampleBackend(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            port = port(process.inputReader(StandardCharsets.UTF_8).readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With an address or without. */
    private String port(String line) {
        if (line == null || !line.startsWith(SAID)) {
            process.destroyForcibly();
            throw new IllegalStateException("it does not say where it listens: " + line);
        }
        String where = line.substring(SAID.length());
        return where.substring(where.lastIndexOf(':') + 1);
    }

    public String port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
