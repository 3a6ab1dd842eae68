package io.weir.node.control.revocation;

import io.weir.node.control.shared.SharedEntries;
import io.weir.node.state.RevocationDesk;
import io.weir.node.state.Revocations;
import io.weir.node.state.Revocations.Kind;
import io.weir.node.state.Spread;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Revocations of the whole cluster: kept in shared entries, looked up on a board of this node. Thread-safe. */
public final class ClusterRevocations implements RevocationDesk {
    /** 100,000 revocations make about 100 a shard: some 30 KiB, half of what a frame should carry. */
    private static final int SHARDS = 1024;

    private static final Duration FORGET_EVERY = Duration.ofMinutes(5);
    private static final Logger LOG = LoggerFactory.getLogger(ClusterRevocations.class);

    private final RevocationBoard board = new RevocationBoard();
    private final SharedEntries entries;

    private ClusterRevocations(ActorSystem<?> system) {
        entries = SharedEntries.start(system, "revocations", SHARDS, this::changed);
        system.scheduler()
                .scheduleWithFixedDelay(
                        FORGET_EVERY, FORGET_EVERY, () -> forgetExpired(system), system.executionContext());
    }

    /** Before the node joins. */
    public static ClusterRevocations start(ActorSystem<?> system) {
        return new ClusterRevocations(system);
    }

    /** What requests look up. */
    public Revocations board() {
        return board;
    }

    /** Completes when this node knows what the members know. */
    public CompletionStage<Void> whenCaughtUp() {
        return entries.whenCaughtUp();
    }

    private void changed(Map<String, String> texts) {
        texts.forEach((id, text) -> {
            Revocation revocation = text.isEmpty() ? null : RevocationText.parse(id, text);
            if (revocation != null) {
                board.put(revocation);
            } else {
                board.remove(id);
                if (!text.isEmpty()) {
                    LOG.error("The revocation {} is of a kind that this version does not know; it has no effect", id);
                }
            }
        });
    }

    /** One node does it for all; the others see that it is gone. */
    private void forgetExpired(ActorSystem<?> system) {
        Cluster cluster = Cluster.get(system);
        if (cluster.selfMember().address().equals(cluster.state().getLeader())) {
            entries.forget(board.expired(Instant.now()));
        }
    }

    @Override
    public CompletionStage<Spread> revoke(Kind kind, String value, Optional<Instant> expires, String by) {
        String id = idOf(kind, value);
        return entries.put(id, RevocationText.of(new Revocation(id, kind, value, Instant.now(), expires, by)));
    }

    @Override
    public CompletionStage<Spread> restore(String id) {
        return entries.remove(id);
    }

    @Override
    public Optional<Revocation> find(String id) {
        return board.find(id);
    }

    @Override
    public String idOf(Kind kind, String value) {
        return RevocationText.id(kind, value);
    }

    @Override
    public List<Revocation> list(Optional<Kind> kind, String after, int most) {
        return board.list(kind, after, most);
    }

    @Override
    public int count() {
        return board.count();
    }

    @Override
    public boolean caughtUp() {
        return entries.caughtUp();
    }
}
