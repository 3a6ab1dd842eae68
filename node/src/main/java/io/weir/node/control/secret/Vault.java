package io.weir.node.control.secret;

import io.weir.node.control.replication.NotReplicated;
import io.weir.node.control.replication.Reach;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * What the cluster keeps that is secret: records of at most {@link #MOST_BYTES}, sealed, the same on every node. Of two writes
 * of one record the later one holds. Thread-safe, never blocks.
 */
public interface Vault {
    /** In base64 it stays below the 64 KiB that an entry of distributed data may have. */
    int MOST_BYTES = 45 * 1024;

    /** Of all kinds together. */
    int MOST_RECORDS = 2_000;

    /**
     * What names a record.
     *
     * @param kind a word of the code, e.g. {@code uploaded-certificate}
     * @param name within its kind
     */
    record RecordId(String kind, String name) {
        static RecordId parse(String text) {
            int slash = text.indexOf('/');
            return new RecordId(text.substring(0, slash), text.substring(slash + 1));
        }

        @Override
        public String toString() {
            return kind + "/" + name;
        }
    }

    /** Whether this node has the secret that it takes to {@link #put}. */
    boolean isPossible();

    /** As this node has it now. Not to be modified. */
    Optional<byte[]> get(RecordId id);

    /** Whether it is here, but was sealed with another secret or has been changed. */
    boolean isUnreadable(RecordId id);

    /** The names of a kind that this node knows, sorted. */
    Set<String> names(String kind);

    /** {@code listener} is told, on any thread, what has changed or gone since. It must not block. */
    void onChange(Consumer<RecordId> listener);

    /** The same as {@link #get}, but asks a majority first: for nodes that have just come. */
    CompletionStage<Optional<byte[]>> fetch(RecordId id);

    /** The same, but completes exceptionally with {@link NotReplicated} when no majority answers. */
    CompletionStage<Optional<byte[]>> fetchAgreed(RecordId id);

    /**
     * Keeps {@code content}, in place of what was there. Completes when the nodes have it on disk, exceptionally with {@link
     * NotReplicated} when a majority does not confirm.
     *
     * @throws IllegalStateException unless {@link #isPossible}
     * @throws IllegalArgumentException when it or the vault is too large
     */
    CompletionStage<Reach> put(RecordId id, byte[] content);

    CompletionStage<Reach> remove(RecordId id);
}
