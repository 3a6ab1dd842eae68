package io.weir.node.decide.limit;

import io.weir.config.model.Policy.WhenOwnerLost;
import io.weir.node.decide.limit.LeaseMessage.Ask;
import io.weir.node.decide.limit.LeaseMessage.Grant;
import io.weir.node.decide.limit.LeaseMessage.Ping;
import io.weir.node.decide.limit.LeaseMessage.Pong;
import io.weir.node.decide.limit.LeaseMessage.Return;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Times, limits, and an owner with its nodes that hear each other at once: for the examples of this package. */
final class Fixture {
    static final LimitTimes TIMES = LimitTimes.DEFAULT;
    static final List<String> ABC = List.of("a", "b", "c");

    private Fixture() {}

    static long ms(long millis) {
        return millis * 1_000_000;
    }

    static Limit limit(double ratePerSecond, long burst) {
        return new Limit("test", ratePerSecond, burst, WhenOwnerLost.SHARE);
    }

    static NodeBook node(String name) {
        return new NodeBook(name, TIMES, () -> {});
    }

    static Cell cell(NodeBook node, BucketKey key, long now) {
        Cell cell = node.cell(node.table(key.limit()), key.bytes(), now);
        if (cell == null) {
            throw new AssertionError("the table is full");
        }
        return cell;
    }

    /** All those members get a ping and answer it at once. */
    static void ping(OwnerBook owner, long now, NodeBook... nodes) {
        for (NodeBook node : nodes) {
            Ping ping = owner.ping(node.standing().self, now);
            Optional<Pong> pong = node.ping(ping, now);
            pong.ifPresent(answer -> owner.answered(answer, now));
        }
        owner.advance(now);
    }

    /** What the node has to say reaches the owner, and the owner's answers the node, without delay. */
    static List<Grant> exchange(NodeBook node, OwnerBook owner, long now) {
        List<Grant> grants = new ArrayList<>();
        for (LeaseMessage message : node.attend(now)) {
            if (message instanceof Ask ask) {
                owner.ask(ask, now).ifPresent(grants::add);
            } else if (message instanceof Return back) {
                owner.returned(back, now);
            }
        }
        grants.forEach(grant -> node.granted(grant, now));
        return grants;
    }

    /** Asks the owner for {@code count} waiting requests; how many of them are admitted then. */
    static long request(NodeBook node, OwnerBook owner, Cell cell, long count, long now) {
        node.await(cell, count);
        exchange(node, owner, now);
        node.answered(cell, count);
        return admit(cell, count, now);
    }

    /** How many of {@code count} requests the cell admits by itself. */
    static long admit(Cell cell, long count, long now) {
        long admitted = 0;
        for (long i = 0; i < count; i++) {
            admitted += cell.admit(now) >= 0 ? 1 : 0;
        }
        return admitted;
    }

    static Ask ask(BucketKey key, String node, long wanted, long sent) {
        return new Ask(key, node, wanted, 0, 0, sent);
    }

    /** An owner that is in touch with all its members. */
    static OwnerBook owner(BucketKey key, long now, NodeBook... nodes) {
        Set<String> names = new java.util.TreeSet<>();
        for (NodeBook node : nodes) {
            names.add(node.standing().self);
        }
        OwnerBook owner = OwnerBook.first(key.partition(), 1, "a", names, TIMES, now);
        ping(owner, now, nodes);
        return owner;
    }
}
