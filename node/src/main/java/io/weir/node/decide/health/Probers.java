package io.weir.node.decide.health;

import io.weir.node.decide.balance.Rendezvous;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Which nodes probe an endpoint: the {@code k} live ones that rank highest for it, so cost does not grow with the cluster. */
public final class Probers {
    private record Ranked(String member, long rank) {}

    private Probers() {}

    /**
     * The same on every node that knows the same members; fewer than {@code k} when there are fewer.
     *
     * @param endpointKey {@code upstream/endpoint}
     * @param members names of the live nodes, in any order
     */
    public static List<String> choose(String endpointKey, Collection<String> members, int k) {
        long key = Rendezvous.hash(endpointKey);
        return members.stream()
                .distinct()
                .map(member -> new Ranked(member, Rendezvous.rank(Rendezvous.hash(member), key)))
                .sorted(Comparator.comparingLong((Ranked ranked) -> ranked.rank + Long.MIN_VALUE)
                        .reversed()
                        .thenComparing(Ranked::member))
                .limit(k)
                .map(Ranked::member)
                .toList();
    }
}
