package io.weir.node.decide.limit.sim;

import io.weir.node.decide.limit.LeaseMessage;
import io.weir.node.decide.limit.LeaseMessage.Ask;
import io.weir.node.decide.limit.LeaseMessage.Grant;
import io.weir.node.decide.limit.LimitTimes;
import io.weir.node.decide.limit.OwnerBook;
import io.weir.node.decide.limit.Pulse;
import java.util.Collection;
import java.util.List;

/**
 * A mistake in the protocol, made from outside: what passes between messages and books is altered. Every hook is honest
 * unless a slip overrides it.
 */
interface Slip {
    Slip NONE = new Slip() {};

    /** The owner that follows one that crashed. */
    default OwnerBook recovered(
            int partition, long incarnation, String self, Collection<String> members, LimitTimes times, long now) {
        return OwnerBook.recover(partition, incarnation, self, members, times, now);
    }

    /** As an answer arrives at its node. */
    default Grant arriving(Grant grant, long now) {
        return grant;
    }

    /** As an answer to a ping arrives at the node of the owner. */
    default Pulse.Answer arriving(Pulse.Answer answer) {
        return answer;
    }

    /** What a node says instead of this, in this order. */
    default List<LeaseMessage> saying(LeaseMessage message) {
        return List.of(message);
    }

    /** The owner has granted this. */
    default void granted(OwnerSeat seat, Ask ask, Grant grant) {}

    /** The owner has been told what the pings have brought. */
    default void fed(OwnerBook owner, Collection<String> members, long now) {}

    /** Nobody minds incarnations, and nobody learns that it has been removed. */
    default boolean ignoresRemoval() {
        return false;
    }
}
