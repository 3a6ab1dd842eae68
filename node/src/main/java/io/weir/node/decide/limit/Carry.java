package io.weir.node.decide.limit;

import java.util.List;

/**
 * Everything an owner hands to the next one when it stops in peace. Durations instead of times, since clocks differ.
 *
 * @param incarnation of the owner that stops; only the very next one may use it
 */
public record Carry(int partition, long incarnation, List<Aged> timeline, List<Carried> buckets) {
    public Carry {
        timeline = List.copyOf(timeline);
        buckets = List.copyOf(buckets);
    }

    /** Since so long ago these members were silent. */
    public record Aged(long ageNanos, List<Silent> silent) {
        public Aged {
            silent = List.copyOf(silent);
        }
    }

    /** A silent member, and the members it knew of. */
    public record Silent(String member, List<String> told) {
        public Silent {
            told = List.copyOf(told);
        }
    }

    public record Carried(BucketKey key, double tokens, List<CarriedLease> leases) {
        public Carried {
            leases = List.copyOf(leases);
        }
    }

    /** @param endsInNanos until the owner takes the lease as spent */
    public record CarriedLease(long leaseId, String node, long tokens, long endsInNanos) {}
}
