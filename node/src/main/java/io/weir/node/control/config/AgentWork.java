package io.weir.node.control.config;

import io.weir.config.model.GatewayDocument;
import io.weir.config.parse.DocumentReader;
import io.weir.config.parse.DocumentWriter;
import io.weir.node.state.ConfigDesk;
import io.weir.node.state.Stager;
import io.weir.protocol.cluster.ConfigAgentMessage;
import io.weir.protocol.cluster.ConfigAgentMessage.Chunk;
import io.weir.protocol.cluster.ConfigMark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * What an agent has done off its thread: fetching, reading, staging, writing. The agent starts one thing at a time, so
 * the store has one user.
 */
final class AgentWork {
    /** Artery's frame is 256 KiB. */
    static final int CHUNK_BYTES = 48 * 1024;

    private static final Duration CHUNK_WAIT = Duration.ofSeconds(3);

    private final ActorSystem<?> system;
    private final Executor blocking;
    private final RevisionStore store;
    private final Stager stager;
    private final LiveBoard board;

    /** A revision with its document, read and staged. */
    record Held(ConfigMark mark, String json, GatewayDocument document, Stager.Staged staged) {}

    AgentWork(ActorSystem<?> system, RevisionStore store, Stager stager, LiveBoard board) {
        this.system = system;
        this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
        this.store = store;
        this.stager = stager;
        this.board = board;
    }

    /** First phase. {@code former} is given back first: it is a candidate of a round that ended without this node. */
    CompletionStage<Held> prepare(ConfigMark mark, ActorRef<ConfigAgentMessage> source, Optional<Held> former) {
        return fetchAndStage(mark, source, former, false)
                .thenApplyAsync(held -> kept(held, store::keepCandidate), blocking);
    }

    /** Second phase: durable, then in use. */
    CompletionStage<Held> commit(Held held) {
        return CompletableFuture.supplyAsync(
                () -> {
                    unchecked(() -> store.commit(held.mark().number()));
                    return use(held);
                },
                blocking);
    }

    /** Both phases at once, for a revision that is decided. */
    CompletionStage<Held> catchUp(ConfigMark mark, ActorRef<ConfigAgentMessage> source, Optional<Held> former) {
        return fetchAndStage(mark, source, former, true)
                .thenApplyAsync(held -> use(kept(held, store::adopt)), blocking);
    }

    /** Puts what is on disk in use. */
    CompletionStage<Held> activateStored() {
        return CompletableFuture.supplyAsync(this::stored, blocking)
                .thenComposeAsync(stored -> stage(stored.mark(), stored.json(), true), blocking)
                .thenApplyAsync(this::use, blocking);
    }

    CompletionStage<Void> discard(Optional<Held> former, boolean burn) {
        return giveBack(former).thenRunAsync(() -> unchecked(() -> store.discard(burn)), blocking);
    }

    CompletionStage<Void> burn(long highest) {
        return CompletableFuture.runAsync(() -> unchecked(() -> store.burn(highest)), blocking);
    }

    private CompletionStage<Held> fetchAndStage(
            ConfigMark mark, ActorRef<ConfigAgentMessage> source, Optional<Held> former, boolean decided) {
        return giveBack(former)
                .thenCompose(nothing -> fetch(mark.hash(), source))
                .thenComposeAsync(json -> stage(mark, json, decided), blocking);
    }

    private CompletionStage<Void> giveBack(Optional<Held> former) {
        return CompletableFuture.runAsync(
                () -> former.ifPresent(held -> held.staged().discard()), blocking);
    }

    private CompletionStage<String> fetch(String hash, ActorRef<ConfigAgentMessage> source) {
        return part(hash, source, 0, new ByteArrayOutputStream()).thenApplyAsync(text -> checked(text, hash), blocking);
    }

    private CompletionStage<String> part(
            String hash, ActorRef<ConfigAgentMessage> source, int index, ByteArrayOutputStream before) {
        CompletionStage<Chunk> asked = AskPattern.ask(
                source, replyTo -> new ConfigAgentMessage.Fetch(hash, index, replyTo), CHUNK_WAIT, system.scheduler());
        return asked.thenCompose(chunk -> {
            if (chunk.count() == 0) {
                throw new IllegalStateException("the node that proposed it does not have it any more");
            }
            before.writeBytes(chunk.bytes());
            return index + 1 < chunk.count()
                    ? part(hash, source, index + 1, before)
                    : CompletableFuture.completedStage(before.toString(StandardCharsets.UTF_8));
        });
    }

    private static String checked(String json, String hash) {
        if (!DocumentWriter.hashOf(json).equals(hash)) {
            throw new IllegalStateException("the document arrived damaged");
        }
        return json;
    }

    private CompletionStage<Held> stage(ConfigMark mark, String json, boolean decided) {
        GatewayDocument document = DocumentReader.read(json, "revision.json").orThrow();
        return stager.stage(mark.number(), mark.hash(), document, decided)
                .thenApply(staged -> new Held(mark, json, document, staged));
    }

    /** What cannot be written is not held either: its ports are given back. */
    private static Held kept(Held held, Keeping keeping) {
        try {
            keeping.keep(held.mark(), held.json());
            return held;
        } catch (IOException e) {
            held.staged().discard();
            throw new UncheckedIOException("cannot be stored: " + e.getMessage(), e);
        }
    }

    private Held use(Held held) {
        held.staged().activate();
        board.activated(new ConfigDesk.Live(held.mark().number(), held.mark().hash(), held.document()));
        return held;
    }

    private RevisionStore.Stored stored() {
        try {
            return store.live().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unchecked(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot be stored: " + e.getMessage(), e);
        }
    }

    private interface Keeping {
        void keep(ConfigMark mark, String json) throws IOException;
    }

    private interface Writing {
        void run() throws IOException;
    }
}
