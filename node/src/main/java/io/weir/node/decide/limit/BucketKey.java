package io.weir.node.decide.limit;

import io.weir.node.decide.balance.Rendezvous;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Names one bucket: a limit and the bytes that requests are counted under. Immutable; the bytes are not copied. */
public final class BucketKey {
    /** How many partitions own all buckets. Part of the wire protocol: all nodes agree on it. */
    public static final int PARTITIONS = 1024;

    private final Limit limit;
    private final byte[] bytes;
    private final long hash;

    private BucketKey(Limit limit, byte[] bytes, long hash) {
        this.limit = limit;
        this.bytes = bytes;
        this.hash = hash;
    }

    public static BucketKey of(Limit limit, byte[] bytes) {
        return new BucketKey(limit, bytes, hash(seed(limit), bytes, 0, bytes.length));
    }

    public static BucketKey of(Limit limit, String text) {
        return of(limit, text.getBytes(StandardCharsets.UTF_8));
    }

    /** What the hashes of a limit's keys begin with; the same on every node. */
    static long seed(Limit limit) {
        return Rendezvous.hash(limit.name() + '|' + limit.ratePerSecond() + '|' + limit.burst());
    }

    static long hash(long seed, byte[] bytes, int start, int end) {
        return Rendezvous.mix(seed ^ Rendezvous.hash(bytes, start, end));
    }

    public Limit limit() {
        return limit;
    }

    /** Not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** The partition that owns the bucket, 0 to {@link #PARTITIONS} - 1; the same on every node. */
    public int partition() {
        return (int) (hash >>> 32) & (PARTITIONS - 1);
    }

    long hash() {
        return hash;
    }

    boolean hasBytes(byte[] other, int start, int end) {
        return Arrays.equals(bytes, 0, bytes.length, other, start, end);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BucketKey that
                && that.hash == hash
                && Arrays.equals(that.bytes, bytes)
                && that.limit.equals(limit);
    }

    @Override
    public int hashCode() {
        return (int) hash;
    }

    @Override
    public String toString() {
        return limit.name() + '/' + new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
