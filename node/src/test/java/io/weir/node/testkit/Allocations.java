package io.weir.node.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What code allocates on the calling thread, as the virtual machine counts it. */
public final class Allocations {
    private static final int ROUNDS = 200;

    private Allocations() {}

    /**
     * Bytes of the round that allocated least, of many: the first ones load classes, and the compiler is at work beside
     * them. What allocates always does so in the best round as well.
     */
    public static long leastOf(Runnable round) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long before = threads.getThreadAllocatedBytes(self);
            round.run();
            least = Math.min(least, threads.getThreadAllocatedBytes(self) - before);
        }
        return least;
    }
}
