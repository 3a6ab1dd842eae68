package io.weir.node.app;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where what is too slow for a loop is computed: password hashes, signatures. As many threads as cores, and a queue that is
 * short enough that whoever is in it is still waited for; what does not fit is rejected.
 */
final class Workers {
    /** At 50 ms for a password the last one waits for some 1.6 s, a third of what an exchange may wait. */
    private static final int WAITING_PER_CORE = 32;

    private Workers() {}

    static ExecutorService start() {
        int cores = Runtime.getRuntime().availableProcessors();
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                cores, cores, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_PER_CORE * cores), run -> {
                    Thread thread = new Thread(run, "weir-worker");
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }
}
