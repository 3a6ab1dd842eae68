package io.weir.node.control.limit;

import io.weir.node.state.LimitAnswer;
import io.weir.node.state.Limiter;
import io.weir.node.state.Limiter.Admission;
import io.weir.node.testkit.Admissions;
import io.weir.node.testkit.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Threads that ask limiters again and again, as fast as they are told to, and remember what was admitted. */
final class Crowd implements AutoCloseable {
    private final ConcurrentLinkedQueue<Answer> admitted = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    /** One more thread, that asks every {@code pauseNanos}. */
    void add(Limiter limiter, String key, long pauseNanos) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        Thread thread = new Thread(() -> {
            LimitAnswer answer = new LimitAnswer();
            while (!over) {
                ask(limiter, bytes, answer);
                LockSupport.parkNanos(pauseNanos);
            }
        });
        threads.add(thread);
        thread.start();
    }

    private void ask(Limiter limiter, byte[] key, LimitAnswer answer) {
        long sent = System.nanoTime();
        Admission admission = limiter.admit(key, 0, key.length, sent, answer);
        if (admission == Admission.WAIT) {
            admission = await(limiter, key);
        }
        if (admission == Admission.ADMITTED) {
            admitted.add(new Answer(sent, System.nanoTime(), 200, Map.of(), ""));
        }
    }

    /** Fails if the waiter is not called within 10 s, or twice. */
    static Admission await(Limiter limiter, byte[] key) {
        CompletableFuture<Admission> decided = new CompletableFuture<>();
        limiter.await(key, 0, key.length, Runnable::run, (admission, later) -> {
            if (!decided.complete(admission)) {
                throw new AssertionError("decided twice");
            }
        });
        return decided.orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** So far. */
    Admissions admissions() {
        return new Admissions(List.copyOf(admitted));
    }

    @Override
    public void close() {
        over = true;
        for (Thread thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }
}
