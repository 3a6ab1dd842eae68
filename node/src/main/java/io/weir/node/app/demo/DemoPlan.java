package io.weir.node.app.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Who gets which port. Everything follows from the base port, so that several demos can run side by side.
 *
 * @param nodes how many nodes, 1 to 9
 * @param basePort node 1's data port; its admin port is 100 higher, its cluster port 200, its port for
 *     HTTPS 363, the first backend's port 1021
 */
record DemoPlan(int nodes, int basePort) {
    static final int BACKENDS = 3;
    static final int DEFAULT_BASE_PORT = 8080;
    static final int MOST_NODES = 9;
    private static final int ADMIN = 100;
    private static final int CLUSTER = 200;
    private static final int SECURE = 363;
    private static final int BACKEND = 1021;
    private static final int HIGHEST_PORT = 65535;

    /** A port that the demo needs, and what for. */
    record Need(int port, String purpose) {}

    DemoPlan {
        if (nodes < 1 || nodes > MOST_NODES) {
            throw new IllegalArgumentException("--nodes must be 1 to " + MOST_NODES + ", not " + nodes);
        }
        if (basePort < 1 || basePort > HIGHEST_PORT - BACKEND - BACKENDS) {
            throw new IllegalArgumentException(
                    "--base-port must be 1 to " + (HIGHEST_PORT - BACKEND - BACKENDS) + ", not " + basePort);
        }
    }

    /** @param node from 1 */
    int dataPort(int node) {
        return basePort + node - 1;
    }

    int adminPort(int node) {
        return basePort + ADMIN + node - 1;
    }

    int clusterPort(int node) {
        return basePort + CLUSTER + node - 1;
    }

    int securePort(int node) {
        return basePort + SECURE + node - 1;
    }

    /** @param backend from 1 */
    int backendPort(int backend) {
        return basePort + BACKEND + backend - 1;
    }

    /** The members that a starting node asks, the same list for each: {@code host:port,host:port,...}. */
    String seeds() {
        return IntStream.rangeClosed(1, nodes)
                .mapToObj(node -> "127.0.0.1:" + clusterPort(node))
                .collect(Collectors.joining(","));
    }

    /** The example document with this plan's ports in place of the default ones. */
    String document(String example) {
        String text = example.replace("127.0.0.1:" + DEFAULT_BASE_PORT, "127.0.0.1:" + basePort)
                .replace("127.0.0.1:" + (DEFAULT_BASE_PORT + SECURE), "127.0.0.1:" + securePort(1));
        for (int backend = 1; backend <= BACKENDS; backend++) {
            int usual = DEFAULT_BASE_PORT + BACKEND + backend - 1;
            text = text.replace("127.0.0.1:" + usual, "127.0.0.1:" + backendPort(backend));
        }
        return text;
    }

    List<Need> needs() {
        List<Need> needs = new ArrayList<>();
        for (int node = 1; node <= nodes; node++) {
            needs.add(new Need(dataPort(node), "node " + node + "'s listener public"));
            needs.add(new Need(securePort(node), "node " + node + "'s listener secure"));
            needs.add(new Need(adminPort(node), "node " + node + "'s admin API"));
            needs.add(new Need(clusterPort(node), "node " + node + "'s cluster port"));
        }
        for (int backend = 1; backend <= BACKENDS; backend++) {
            needs.add(new Need(backendPort(backend), "backend b" + backend));
        }
        return needs;
    }

    /** What is wrong with the first port that somebody else holds; empty if all are free. */
    Optional<String> conflict() {
        return needs().stream()
                .filter(need -> !isFree(need.port()))
                .findFirst()
                .map(need -> "port " + need.port() + " is in use (needed by " + need.purpose() + ")");
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As a server does: what a demo before this one left in TIME_WAIT is no conflict.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
