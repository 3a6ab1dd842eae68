package io.weir.node.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Ports that were free a moment ago, for processes that must be told theirs. */
public final class Ports {
    private static final int LOWEST = 20_000;
    private static final int SPAN = 10_000;
    private static final int STEP = 7;

    private Ports() {}

    /** Different free ports. All are held until the last is found. */
    public static List<Integer> free(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            held.forEach(Ports::close);
        }
    }

    /**
     * Different free ports for what is started later, or again: the system gives them to nobody who asks for any port, nor
     * to a client, which would otherwise reach itself there while it waits for the server.
     */
    public static List<Integer> lasting(int count) {
        List<Integer> found = new ArrayList<>();
        int start = new Random().nextInt(SPAN);
        for (int i = 0; i < SPAN && found.size() < count; i++) {
            int port = LOWEST + (start + i * STEP) % SPAN;
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                found.add(socket.getLocalPort());
            } catch (IOException taken) {
                // The next one, then.
            }
        }
        if (found.size() < count) {
            throw new AssertionError("no ports from " + LOWEST + " on are free");
        }
        return found;
    }

    /** A base port whose whole demo is free: offsets 0 to 2, 100 to 102, 200 to 202, 1021 to 1023. */
    public static int freeDemoBase() {
        int start = (int) (ProcessHandle.current().pid() % SPAN);
        for (int i = 0; i < SPAN; i += STEP) {
            int base = LOWEST + (start + i) % SPAN;
            if (allFree(base)) {
                return base;
            }
        }
        throw new AssertionError("no base port from " + LOWEST + " on is free");
    }

    private static boolean allFree(int base) {
        for (int first : new int[] {base, base + 100, base + 200, base + 363, base + 1021}) {
            for (int port = first; port < first + 3; port++) {
                try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                    assert socket.isBound();
                } catch (IOException e) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
