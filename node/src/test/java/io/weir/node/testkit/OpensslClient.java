package io.weir.node.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What {@code openssl s_client} made of a server.
 *
 * @param output what it printed, and what the server sent
 */
public record OpensslClient(int exit, String output) {
    private static final int TIMEOUT_SECONDS = 20;

    /** A request that ends the connection. */
    public static final String GET = "GET / HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n";

    /** Whether it is installed here. */
    public static boolean isThere() {
        try {
            return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Connects, sends {@code input}, and reads until the server closes. {@code more}: further arguments. */
    public static OpensslClient run(InetSocketAddress address, String input, List<String> more) {
        List<String> command =
                new ArrayList<>(List.of("openssl", "s_client", "-connect", "127.0.0.1:" + address.getPort()));
        command.addAll(more);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            // Open while it reads: at its input's end it would hang up.
            OutputStream in = process.getOutputStream();
            try {
                write(in, input);
                Thread killer = new Thread(() -> stop(process), "openssl-timeout");
                killer.setDaemon(true);
                killer.start();
                String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                return new OpensslClient(process.waitFor(), output);
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void write(OutputStream in, String input) {
        try {
            in.write(input.getBytes(StandardCharsets.ISO_8859_1));
            in.flush();
        } catch (IOException ended) {
            // It had seen enough already.
        }
    }

    private static void stop(Process process) {
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
