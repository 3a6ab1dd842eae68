package io.weir.node.decide.limit.sim;

import io.weir.node.decide.limit.Carry;
import io.weir.node.decide.limit.LeaseMessage;
import io.weir.node.decide.limit.LeaseMessage.Ask;
import io.weir.node.decide.limit.LeaseMessage.Grant;
import io.weir.node.decide.limit.LeaseMessage.Return;
import io.weir.node.decide.limit.LimitTimes;
import io.weir.node.decide.limit.OwnerBook;
import io.weir.node.decide.limit.Pulse;
import java.util.Collection;
import java.util.List;

/** The mistakes that the design names. A simulator that does not see them sees nothing. */
enum Slips implements Slip {
    /** What was left is taken to be nothing lent and nothing spent, as if it had been handed over in peace. */
    A_NEW_OWNER_STARTS_FULL {
        @Override
        public OwnerBook recovered(
                int partition, long incarnation, String self, Collection<String> members, LimitTimes times, long now) {
            Carry full = new Carry(
                    partition, incarnation - 1, List.of(new Carry.Aged(3_600 * Setting.SECOND, List.of())), List.of());
            return OwnerBook.resume(full, incarnation, self, members, times, now);
        }
    },
    /** Every member counts as heard at every moment, so nobody is ever silent. */
    AN_OWNER_DOES_NOT_DEDUCT_WOKEN_SHARES {
        @Override
        public void fed(OwnerBook owner, Collection<String> members, long now) {
            members.forEach(member -> owner.dropped(member, now, now, false));
        }
    },
    /** A member counts as heard half a second later than the ping was sent that it answered. */
    AN_OWNER_DEDUCTS_WOKEN_SHARES_LATE {
        @Override
        public Pulse.Answer arriving(Pulse.Answer answer) {
            return new Pulse.Answer(
                    answer.node(),
                    answer.pingSent() + LATE,
                    answer.pongSent(),
                    answer.fenced(),
                    answer.member(),
                    answer.retired());
        }
    },
    /** The lease lives as long as it should, but from when the answer comes. */
    A_NODE_COUNTS_FROM_THE_REPLY {
        @Override
        public Grant arriving(Grant grant, long now) {
            return new Grant(
                    grant.key(),
                    grant.incarnation(),
                    grant.leaseId(),
                    grant.tokens(),
                    grant.lifeNanos() + (now - grant.askSent()),
                    grant.pauseNanos(),
                    grant.askSent());
        }
    },
    /** With each ask the node returns what is left, and keeps it. */
    RETURNED_TOKENS_ARE_STILL_SPENT {
        @Override
        public List<LeaseMessage> saying(LeaseMessage message) {
            return message instanceof Ask ask && ask.left() > 0
                    ? List.of(new Return(ask.key(), ask.node(), ask.leaseId(), ask.left()), ask)
                    : List.of(message);
        }
    },
    /** At the end of a lease the owner takes back what it does not know to be spent. */
    UNRETURNED_TOKENS_ARE_FREED_AT_EXPIRY {
        @Override
        public void granted(OwnerSeat seat, Ask ask, Grant grant) {
            if (grant.tokens() > 0) {
                Return rest = new Return(ask.key(), ask.node(), grant.leaseId(), grant.tokens());
                seat.later(grant.lifeNanos(), () -> seat.returned(rest));
            }
        }
    },
    /** The owner forgets a lease as soon as it is given, so its tokens leave room for refill. */
    A_REFILL_IGNORES_LEASES {
        @Override
        public void granted(OwnerSeat seat, Ask ask, Grant grant) {
            seat.returned(new Return(ask.key(), ask.node(), grant.leaseId(), 0));
        }
    },
    /** Members answer it as though there was no newer one, and take its grants; it does not learn what has happened. */
    AN_OLD_OWNER_RESUMES_AFTER_A_PARTITION_HEALS {
        @Override
        public Grant arriving(Grant grant, long now) {
            return new Grant(
                    grant.key(),
                    Long.MAX_VALUE,
                    grant.leaseId(),
                    grant.tokens(),
                    grant.lifeNanos(),
                    grant.pauseNanos(),
                    grant.askSent());
        }

        @Override
        public boolean ignoresRemoval() {
            return true;
        }
    };

    private static final long LATE = Setting.SECOND / 2;
}
