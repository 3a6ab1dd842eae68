package io.weir.node.telemetry;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import kamon.tag.TagSet;

/** The process: heap, collections, threads, CPU, files. */
final class JvmSource implements Source {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private record Reading(Metric metric, TagSet tags, Rising total) {}

    private final List<Reading> rising = new ArrayList<>();
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    JvmSource() {
        rising(Metric.PROCESS_CPU, TagSet.Empty(), () -> system.getProcessCpuTime() / NANOS_PER_MILLI);
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            TagSet tags = TagSet.of("collector", collector.getName());
            rising(Metric.JVM_GC_PAUSE, tags, collector::getCollectionTime);
            rising(Metric.JVM_GC_RUNS, tags, collector::getCollectionCount);
        }
    }

    private void rising(Metric metric, TagSet tags, LongSupplier total) {
        rising.add(new Reading(metric, tags, new Rising(total)));
    }

    @Override
    public void update(Instruments to) {
        rising.forEach(reading -> reading.total().feed(to.counter(reading.metric(), reading.tags())));
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        set(to, Metric.JVM_HEAP_USED, heap.getUsed());
        set(to, Metric.JVM_HEAP_MAX, heap.getMax());
        set(to, Metric.JVM_DIRECT_MEMORY, directMemory());
        set(to, Metric.JVM_THREADS, ManagementFactory.getThreadMXBean().getThreadCount());
        if (system instanceof UnixOperatingSystemMXBean unix) {
            set(to, Metric.PROCESS_OPEN_FILES, unix.getOpenFileDescriptorCount());
            set(to, Metric.PROCESS_MAX_FILES, unix.getMaxFileDescriptorCount());
        }
    }

    private static long directMemory() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    private static void set(Instruments to, Metric metric, long value) {
        to.gauge(metric, TagSet.Empty()).update((double) value);
    }
}
