package io.weir.node.decide.limit;

import io.weir.node.decide.balance.Rendezvous;
import java.util.Collection;

/**
 * How a bucket is cut into standing shares: one for each member, but never less than a whole token each. So a bucket
 * smaller than the cluster has shares for its first {@code burst} members in rendezvous order of the key.
 *
 * <p>Whoever sees more members gives itself a smaller share, or none: views that differ never add up to more than one
 * bucket, as long as the owner deducts by the smaller view.
 */
final class Shares {
    private Shares() {}

    /** The part of the bucket that {@code member} may hold, 0 to 1. */
    static double of(BucketKey key, String member, Collection<String> members) {
        int slots = slots(key, member, members);
        return slots == 0 ? 0 : 1.0 / slots;
    }

    /** The bucket is cut into so many parts, one of them the member's; 0 when it has none. */
    static int slots(BucketKey key, String member, Collection<String> members) {
        long burst = key.limit().burst();
        if (burst >= members.size()) {
            return members.size();
        }
        return rank(key, member, members) < burst ? (int) burst : 0;
    }

    private static int rank(BucketKey key, String member, Collection<String> members) {
        long own = Rendezvous.rank(Rendezvous.hash(member), key.hash());
        int before = 0;
        for (String other : members) {
            long rank = Rendezvous.rank(Rendezvous.hash(other), key.hash());
            if (!other.equals(member)
                    && (Long.compareUnsigned(rank, own) < 0 || rank == own && other.compareTo(member) < 0)) {
                before++;
            }
        }
        return before;
    }
}
