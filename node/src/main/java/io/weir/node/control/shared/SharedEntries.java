package io.weir.node.control.shared;

import io.weir.node.state.Spread;
import io.weir.protocol.cluster.EntryMessage;
import io.weir.protocol.cluster.EntryMessage.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.ddata.LWWMap;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * Entries, each an id and a short text, the same on every node and on every node's disk. A change says how far it has
 * come: it is written to all replicas, and every member is asked whether it has it in force. Thread-safe, never blocks.
 */
public final class SharedEntries {
    /** How long a change may take until those that have it are told. */
    private static final Duration WRITE_BOUND = Duration.ofSeconds(1);

    private static final Duration ASK_BOUND = Duration.ofMillis(1500);
    private static final String NAME_ROLE = "name:";

    private final ActorSystem<?> system;
    private final EntryShards shards;
    private final CatchUp catchUp;
    private final String wire;
    private final SelfUniqueAddress self;

    private SharedEntries(ActorSystem<?> system, EntryShards shards, CatchUp catchUp, String wire) {
        this.system = system;
        this.shards = shards;
        this.catchUp = catchUp;
        this.wire = wire;
        this.self = DistributedData.get(system).selfUniqueAddress();
    }

    /** Told of what has changed since, and at first of all there is. One thread at a time. */
    public interface Listener {
        /** @param texts by id; an empty text: the entry is gone */
        void changed(Map<String, String> texts);
    }

    /**
     * Starts this node's part; before the node joins, so that the others find it.
     *
     * @param name part of the keys on disk
     * @param shards over so many keys the entries are spread: about 100 entries of 300 bytes each are well
     */
    public static SharedEntries start(ActorSystem<?> system, String name, int shards, Listener listener) {
        EntryShards keys = new EntryShards(name, shards);
        CatchUp catchUp = new CatchUp();
        ActorRef<EntriesCommand> keeper =
                system.systemActorOf(EntriesKeeper.create(keys, catchUp, listener), "weir-" + name, Props.empty());
        String wire = "weir-" + name + "-wire";
        system.systemActorOf(EntriesKeeper.forward(keeper), wire, Props.empty());
        return new SharedEntries(system, keys, catchUp, wire);
    }

    /** @param text not empty */
    public CompletionStage<Spread> put(String id, String text) {
        return change(id, text, entries -> entries.put(self, id, text));
    }

    public CompletionStage<Spread> remove(String id) {
        return change(id, "", entries -> entries.remove(self, id));
    }

    /** Completes with whether most members have it on disk; the others get it by gossip. */
    public CompletionStage<Boolean> add(String id, String text) {
        return update(id, new Replicator.WriteMajority(WRITE_BOUND), entries -> entries.put(self, id, text))
                .handle((response, failure) -> response instanceof Replicator.UpdateSuccess<?>);
    }

    /** For what may be lost: the others learn it by and by. */
    public void mention(String id, String text) {
        update(id, Replicator.writeLocal(), entries -> entries.put(self, id, text));
    }

    /** Drops what nobody needs any more; the others learn it by and by. */
    public void forget(Collection<String> ids) {
        ids.stream().collect(Collectors.groupingBy(shards::of)).forEach((shard, gone) -> {
            DistributedData.get(system)
                    .replicator()
                    .tell(new Replicator.Update<>(
                            shards.key(shard),
                            LWWMap.create(),
                            Replicator.writeLocal(),
                            system.ignoreRef(),
                            entries -> without(entries, gone)));
        });
    }

    private LWWMap<String, String> without(LWWMap<String, String> entries, List<String> gone) {
        LWWMap<String, String> left = entries;
        for (String id : gone) {
            left = left.remove(self, id);
        }
        return left;
    }

    /** Whether this node has all that a majority of the members has. */
    public boolean caughtUp() {
        return catchUp.done();
    }

    /** Completes when this node has caught up for the first time. */
    public CompletionStage<Void> whenCaughtUp() {
        return catchUp.first();
    }

    private CompletionStage<Spread> change(String id, String text, UnaryOperator<LWWMap<String, String>> modify) {
        CompletionStage<Boolean> stored = write(id, modify);
        Map<String, CompletableFuture<Boolean>> asked = new TreeMap<>();
        for (Member member : members()) {
            asked.put(nameOf(member), ask(member, id, text));
        }
        CompletableFuture<?>[] all = asked.values().toArray(CompletableFuture<?>[]::new);
        return stored.thenCombine(CompletableFuture.allOf(all), (kept, answered) -> spread(kept, asked));
    }

    private CompletionStage<Boolean> write(String id, UnaryOperator<LWWMap<String, String>> modify) {
        // A write that timed out is on this node's disk and goes on by gossip.
        return update(id, new Replicator.WriteAll(WRITE_BOUND), modify)
                .handle((response, failure) -> response instanceof Replicator.UpdateSuccess<?>
                        || response instanceof Replicator.UpdateTimeout<?>);
    }

    private CompletionStage<Replicator.UpdateResponse<LWWMap<String, String>>> update(
            String id, Replicator.WriteConsistency consistency, UnaryOperator<LWWMap<String, String>> modify) {
        return AskPattern.ask(
                DistributedData.get(system).replicator(),
                (ActorRef<Replicator.UpdateResponse<LWWMap<String, String>>> replyTo) -> new Replicator.Update<>(
                        shards.key(shards.of(id)), LWWMap.create(), consistency, replyTo, modify),
                ASK_BOUND,
                system.scheduler());
    }

    private CompletableFuture<Boolean> ask(Member member, String id, String text) {
        ActorRef<EntryMessage> there =
                ActorRefResolver.get(system).resolveActorRef(member.address() + "/system/" + wire);
        CompletionStage<Held> held = AskPattern.ask(
                there,
                (ActorRef<Held> replyTo) -> new EntryMessage.Await(id, text, replyTo),
                WRITE_BOUND,
                system.scheduler());
        return held.handle((answer, failure) -> answer != null).toCompletableFuture();
    }

    private static Spread spread(boolean stored, Map<String, CompletableFuture<Boolean>> asked) {
        List<String> applied = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        asked.forEach((name, held) -> (held.join() ? applied : missing).add(name));
        return new Spread(applied, missing, stored);
    }

    /** Those that take traffic now or may soon: who joins is asked too, so that nothing falls between. */
    private List<Member> members() {
        List<Member> members = new ArrayList<>();
        Cluster.get(system).state().getMembers().forEach(member -> {
            if (member.status() != MemberStatus.down() && member.status() != MemberStatus.exiting()) {
                members.add(member);
            }
        });
        return members;
    }

    static String nameOf(Member member) {
        return member.getRoles().stream()
                .filter(role -> role.startsWith(NAME_ROLE))
                .map(role -> role.substring(NAME_ROLE.length()))
                .findFirst()
                .orElseGet(() -> member.address().hostPort().replaceFirst("^[^@]*@", ""));
    }
}
