package io.weir.protocol.cluster;

/**
 * One revision of the gateway document and the one it was made from.
 *
 * @param number from 1; 0: no document yet
 * @param hash lower-case hex SHA-256 of the canonical document; empty for number 0
 * @param base the number of the revision that was live before
 * @param baseHash that revision's hash
 * @param atMillis when it was proposed, by the writer's wall clock
 */
public record ConfigMark(long number, String hash, long base, String baseHash, long atMillis, String author) {
    public static final ConfigMark NONE = new ConfigMark(0, "", 0, "", 0, "");

    /** Whether both stand for the same document under the same number. */
    public boolean same(ConfigMark other) {
        return number == other.number && hash.equals(other.hash);
    }

    /** Whether this one was made from {@code other}. */
    public boolean follows(ConfigMark other) {
        return base == other.number && baseHash.equals(other.hash);
    }
}
