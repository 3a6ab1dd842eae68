package io.weir.protocol.cluster;

import java.util.List;

/**
 * What an owner that stops in peace leaves to the next one, in distributed data. Durations, since clocks differ.
 *
 * @param incarnation of the owner that stopped
 */
public record LimitCarry(
        int partition, long incarnation, List<Silence> silences, List<LimitTerms> terms, List<Bucket> buckets)
        implements ClusterMessage {
    /** Since so long ago these members were silent. */
    public record Silence(long ageNanos, List<Member> members) {}

    /** @param told the members that it knew of */
    public record Member(String name, List<String> told) {}

    public record Bucket(int terms, byte[] key, double tokens, List<Lease> leases) {}

    public record Lease(long id, String node, long tokens, long endsInNanos) {}
}
