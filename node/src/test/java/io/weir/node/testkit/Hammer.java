package io.weir.node.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** Clients on keep-alive connections, each asking again and again until the hammer is stopped. */
public final class Hammer implements AutoCloseable {
    private static final long PAUSE_NANOS = 2_000_000;

    /** A client's request: which port first, which path, which fields. */
    public record Target(int port, String path, String fields) {}

    /** A request that got no whole answer. */
    public record Failure(int port, long nanos, String reason) {}

    private final ExecutorService clients;
    private final ConcurrentLinkedQueue<Failure> failures = new ConcurrentLinkedQueue<>();
    private final List<List<Answer>> answers = new ArrayList<>();
    private final List<Integer> ports;
    private volatile boolean stopped;

    private Hammer(int count, List<Integer> ports) {
        this.ports = List.copyOf(ports);
        this.clients = Executors.newFixedThreadPool(count);
    }

    /**
     * Starts the clients. One whose node is gone goes on with the next port.
     *
     * @param ports all nodes'
     * @param targets what client number i asks
     */
    public static Hammer start(int count, List<Integer> ports, IntFunction<Target> targets) {
        Hammer hammer = new Hammer(count, ports);
        for (int client = 0; client < count; client++) {
            List<Answer> own = Collections.synchronizedList(new ArrayList<>());
            hammer.answers.add(own);
            Target target = targets.apply(client);
            hammer.clients.execute(() -> hammer.ask(target, own));
        }
        return hammer;
    }

    private void ask(Target target, List<Answer> own) {
        int at = ports.indexOf(target.port());
        while (!stopped) {
            int port = ports.get(at % ports.size());
            try (KeepAliveClient client = new KeepAliveClient(port)) {
                while (!stopped) {
                    own.add(client.get(target.path(), target.fields()));
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (IOException e) {
                failures.add(new Failure(port, System.nanoTime(), e.toString()));
                at++;
            }
        }
    }

    /** Stops all clients, after the answers that they wait for. */
    @Override
    public void close() {
        stopped = true;
        clients.shutdown();
        try {
            if (!clients.awaitTermination(30, TimeUnit.SECONDS)) {
                throw new AssertionError("clients did not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** What client i got. After {@link #close()}. */
    public List<Answer> answers(int client) {
        return answers.get(client);
    }

    /** What all clients got. After {@link #close()}. */
    public List<Answer> answers() {
        return answers.stream().flatMap(List::stream).toList();
    }

    /** Requests and connections that failed. */
    public List<Failure> failures() {
        return List.copyOf(failures);
    }
}
