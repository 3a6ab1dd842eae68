package io.weir.node.filter.work;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets others work, a few at a time, while not too much waits already: what is short (a signature) may wait in a longer
 * queue than what is long. Thread-safe, never blocks.
 */
public final class BoundedWork {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedWork.class);

    private final Executor workers;
    private final int parallel;
    private final int most;
    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger atWork = new AtomicInteger();

    /**
     * @param parallel so many of the workers are used at once
     * @param most so much may wait
     */
    public BoundedWork(Executor workers, int parallel, int most) {
        this.workers = workers;
        this.parallel = parallel;
        this.most = most;
    }

    /** False: there is too much to do, and the work will not be done. */
    public boolean take(Runnable work) {
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            return false;
        }
        queue.add(work);
        if (begin() || !queue.remove(work)) {
            return true;
        }
        waiting.decrementAndGet();
        return false;
    }

    /** False: nobody works, nor will. */
    private boolean begin() {
        int now = atWork.get();
        while (now < parallel) {
            if (atWork.compareAndSet(now, now + 1)) {
                return hire();
            }
            now = atWork.get();
        }
        return true;
    }

    private boolean hire() {
        try {
            workers.execute(this::work);
            return true;
        } catch (RejectedExecutionException e) {
            return atWork.decrementAndGet() > 0;
        }
    }

    private void work() {
        try {
            for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
                waiting.decrementAndGet();
                attempt(next);
            }
        } finally {
            atWork.decrementAndGet();
            // What was added after the last look, while everybody seemed to be at work.
            if (!queue.isEmpty()) {
                begin();
            }
        }
    }

    /** What a client sends may be too deep for the stack, also while a class is loaded, which is then broken for good. */
    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            LOG.error("work for a request failed", e);
        }
    }
}
