package io.weir.node.app.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One run of the demo: its processes, from the first to the last. */
final class DemoRun implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final long GRACE_MILLIS = 12_000;
    private static final long LOOK_MILLIS = 200;

    private static final String SECRET = "cluster-secret";

    private final DemoPlan plan;
    private final Child.Nursery nursery;
    private final List<Child> backends = new ArrayList<>();
    private final List<Child> nodes = new ArrayList<>();
    private volatile boolean ending;

    DemoRun(DemoPlan plan, Child.Nursery nursery) {
        this.plan = plan;
        this.nursery = nursery;
    }

    /**
     * Starts everything, says what runs, and watches until the last node is gone or the thread is ended.
     *
     * @return false if it did not start
     */
    boolean untilEnded(String token) throws IOException, InterruptedException {
        System.out.println("weir: starting " + plan.nodes() + " nodes and " + DemoPlan.BACKENDS + " backends ...");
        long begun = System.nanoTime();
        startAll();
        if (!awaitReady(begun)) {
            return false;
        }
        System.out.printf("weir: ready after %.1f s%n", (System.nanoTime() - begun) / 1e9);
        System.out.print(DemoText.of(plan, nodes, backends, nursery.folder(), token));
        System.out.flush();
        watch();
        return true;
    }

    private synchronized void startAll() throws IOException {
        if (ending) {
            return;
        }
        for (int backend = 1; backend <= DemoPlan.BACKENDS; backend++) {
            String port = Integer.toString(plan.backendPort(backend));
            List<String> arguments = List.of("demo-backend", "--name", "b" + backend, "--port", port);
            backends.add(nursery.start("backend b" + backend, "backend", arguments));
        }
        writeSecret(nursery.folder().resolve(SECRET));
        for (int node = 1; node <= plan.nodes(); node++) {
            nodes.add(nursery.start("node " + node, "node", nodeArguments(node)));
        }
    }

    /** What the nodes share, so that certificates can be uploaded. Only its owner can read it, from its first moment on. */
    private static void writeSecret(Path file) throws IOException {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, Base64.getEncoder().encodeToString(secret) + "\n");
    }

    private List<String> nodeArguments(int node) {
        Path folder = nursery.folder();
        List<String> settings = new ArrayList<>(List.of(
                "weir.node.name=node-" + node,
                "weir.node.data-dir=" + folder.resolve("node-" + node),
                "weir.node.port-offset=" + (node - 1),
                "weir.admin.port=" + plan.adminPort(node),
                "weir.admin.token-file=" + folder.resolve("admin-token"),
                "weir.cluster.port=" + plan.clusterPort(node),
                "weir.cluster.seeds=" + plan.seeds(),
                "weir.cluster.secret-file=" + folder.resolve(SECRET),
                // On each node: files that the document names are looked for beside it.
                "weir.node.document=" + folder.resolve("weir.yaml"),
                "weir.access-log.to=" + folder.resolve("access-" + node + ".log")));
        List<String> arguments = new ArrayList<>(List.of("node"));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return arguments;
    }

    private boolean awaitReady(long begun) throws InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
        for (int node = 1; node <= plan.nodes(); node++) {
            while (!isReady(client, node)) {
                for (Child child : children()) {
                    if (!child.isAlive()) {
                        System.err.println("weir: " + child.name() + " did not start:\n" + child.lastWords());
                        return false;
                    }
                }
                if (System.nanoTime() - begun > READY_WITHIN.toNanos()) {
                    System.err.println("weir: node " + node + " is not ready after " + READY_WITHIN.toSeconds()
                            + " s; the end of its log:\n" + nodes.get(node - 1).lastWords());
                    return false;
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }
        return true;
    }

    private boolean isReady(HttpClient client, int node) throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + plan.adminPort(node) + "/health/ready");
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(2)).build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Says who died, and goes on: people kill nodes on purpose. */
    private void watch() throws InterruptedException {
        Set<Child> gone = new HashSet<>();
        while (nodes.stream().anyMatch(Child::isAlive)) {
            for (Child child : children()) {
                if (!child.isAlive() && !ending && gone.add(child)) {
                    System.out.println("weir: " + child.name() + " (pid " + child.pid() + ") has ended with status "
                            + child.process().exitValue() + "; the others go on");
                }
            }
            Thread.sleep(LOOK_MILLIS);
        }
        if (!ending) {
            System.out.println("weir: the last node has ended");
        }
    }

    private List<Child> children() {
        List<Child> all = new ArrayList<>(backends);
        all.addAll(nodes);
        return all;
    }

    /** Ends all processes, nodes first, and removes the folder. */
    @Override
    public synchronized void close() {
        if (ending) {
            return;
        }
        ending = true;
        System.out.println("weir: stopping ...");
        try {
            endAll(nodes);
            endAll(backends);
        } catch (InterruptedException e) {
            children().forEach(child -> child.process().destroyForcibly());
            Thread.currentThread().interrupt();
        }
        if (nursery.keep()) {
            System.out.println("weir: kept " + nursery.folder());
        } else {
            Folders.remove(nursery.folder());
        }
    }

    private static void endAll(List<Child> children) throws InterruptedException {
        children.forEach(Child::end);
        long end = System.nanoTime() + Duration.ofMillis(GRACE_MILLIS).toNanos();
        for (Child child : children) {
            child.awaitEnd(Math.max(1, (end - System.nanoTime()) / 1_000_000));
        }
    }
}
