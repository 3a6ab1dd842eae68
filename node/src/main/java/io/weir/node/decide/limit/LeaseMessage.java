package io.weir.node.decide.limit;

import java.util.List;

/**
 * What nodes and owners say to each other. Times named {@code …Sent} are of the sender's clock and only ever come back
 * to it; everything else is a duration. Messages may be lost, late, doubled or out of order.
 */
public sealed interface LeaseMessage {
    /**
     * Node to owner: asks for a lease, and tells what is left of the one it has.
     *
     * @param wanted at least 1
     * @param leaseId the lease that the node holds, 0 for none
     * @param left the most that it may still spend of that lease
     */
    record Ask(BucketKey key, String node, long wanted, long leaseId, long left, long askSent)
            implements LeaseMessage {}

    /** Node to owner: the lease is over, {@code tokens} of it were not used and never will be. */
    record Return(BucketKey key, String node, long leaseId, long tokens) implements LeaseMessage {}

    /**
     * Owner to node.
     *
     * @param leaseId rises over all incarnations; 0 when nothing was granted
     * @param tokens 0 when nothing was granted
     * @param lifeNanos how long the lease lives, from {@code askSent}
     * @param pauseNanos nothing more is to be had for so long; 0 when asking again at once makes sense
     * @param askSent from the ask
     */
    record Grant(
            BucketKey key, long incarnation, long leaseId, long tokens, long lifeNanos, long pauseNanos, long askSent)
            implements LeaseMessage {}

    /**
     * Owner to member.
     *
     * @param fenced the owner only looks whether the member is there: it grants nothing, the member keeps its share
     * @param report the owner is new: the member tells what it holds
     * @param pingSent comes back in the pong
     * @param echo the member's own time from its last pong, {@link Long#MIN_VALUE} when none has arrived
     * @param lagNanos by how much a majority was last known to be in touch earlier than the echoed pong came
     * @param members all that may have a share
     */
    record Ping(
            int partition,
            long incarnation,
            boolean fenced,
            boolean report,
            long pingSent,
            long echo,
            long lagNanos,
            List<String> members)
            implements LeaseMessage {
        public Ping {
            members = List.copyOf(members);
        }
    }

    /**
     * Member to owner. The member has dropped its share, unless the ping was fenced.
     *
     * @param awake the share was awake at some time in the last T3
     * @param retired the member is leaving and will never wake a share again
     * @param pongSent comes back in the next ping
     * @param held what the member may still spend; empty unless asked for a report
     */
    record Pong(
            int partition,
            long incarnation,
            String node,
            boolean fenced,
            boolean awake,
            boolean retired,
            long pingSent,
            long pongSent,
            List<Held> held)
            implements LeaseMessage {
        public Pong {
            held = List.copyOf(held);
        }
    }

    /** A live lease, as its node sees it. */
    record Held(BucketKey key, long leaseId, long left, long lifeNanos) {}
}
