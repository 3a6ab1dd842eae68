package io.weir.node.decide.limit.sim;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What many schedules had in them. Thread-safe. */
final class Tally {
    final LongAdder schedules = new LongAdder();
    final LongAdder events = new LongAdder();
    final LongAdder admissions = new LongAdder();
    final LongAdder byShare = new LongAdder();
    final LongAdder owners = new LongAdder();
    final LongAdder removals = new LongAdder();
    private final Map<Fault, LongAdder> faults = new ConcurrentHashMap<>();

    void happened(Fault fault) {
        faults.computeIfAbsent(fault, unknown -> new LongAdder()).increment();
    }

    long count(Fault fault) {
        LongAdder count = faults.get(fault);
        return count == null ? 0 : count.sum();
    }

    @Override
    public String toString() {
        return schedules + " schedules, " + events + " events, " + admissions + " admissions (" + byShare
                + " from shares), " + owners + " owners, " + removals + " removals, " + new TreeMap<>(faults);
    }
}
