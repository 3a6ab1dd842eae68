package io.weir.node.decide.session;

/** A learned key within its upstream. */
public record SessionKey(String upstream, String key) {
    /** How many partitions own all sessions. Part of the wire protocol: all nodes agree on it. */
    public static final int PARTITIONS = 256;

    /** The partition that owns the key, 0 to {@link #PARTITIONS} - 1; the same on every node. */
    public int partition() {
        int hash = 31 * upstream.hashCode() + key.hashCode();
        hash ^= hash >>> 16;
        return Math.floorMod(hash * 0x9E3779B1, PARTITIONS);
    }
}
