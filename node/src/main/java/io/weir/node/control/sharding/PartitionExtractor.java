package io.weir.node.control.sharding;

import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;

/**
 * Tells sharding which partition a message is for. The envelope is a wire type of our own, so that the partition's number
 * travels with the message. Thread-safe.
 *
 * @param <E> the envelope
 * @param <C> what the partition's actor understands
 */
public final class PartitionExtractor<E, C> extends ShardingMessageExtractor<E, C> {
    private static final int PARTITIONS_PER_SHARD = 4;

    private final ToIntFunction<E> partition;
    private final Function<E, C> content;

    public PartitionExtractor(ToIntFunction<E> partition, Function<E, C> content) {
        this.partition = partition;
        this.content = content;
    }

    @Override
    public String entityId(E envelope) {
        return Integer.toString(partition.applyAsInt(envelope));
    }

    @Override
    public String shardId(String entityId) {
        return Integer.toString(Integer.parseInt(entityId) / PARTITIONS_PER_SHARD);
    }

    @Override
    public C unwrapMessage(E envelope) {
        return content.apply(envelope);
    }
}
