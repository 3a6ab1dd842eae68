package io.weir.node.decide.auth;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Who an API key belongs to, by the key's SHA-256. A caller cannot steer the hash of a guess, so the time a look-up
 * takes tells nothing about the keys that are there. Immutable; a look-up allocates nothing.
 */
public final class KeyIndex {
    /** No consumer has the key. */
    public static final int NOBODY = -1;

    private static final byte[] FREE = new byte[0];

    private final byte[][] hashes;
    private final int[] owners;

    /** @param owner 0 or more, what {@link #find} answers */
    public record Entry(String sha256Hex, int owner) {}

    public KeyIndex(List<Entry> entries) {
        int size = Integer.highestOneBit(entries.size() + 1) * 4;
        hashes = new byte[size][];
        Arrays.fill(hashes, FREE);
        owners = new int[size];
        for (Entry entry : entries) {
            byte[] hash = HexFormat.of().parseHex(entry.sha256Hex);
            int slot = slot(hash);
            while (hashes[slot].length > 0) {
                slot = (slot + 1) & (size - 1);
            }
            hashes[slot] = hash;
            owners[slot] = entry.owner;
        }
    }

    /** @param sha256 32 bytes */
    public int find(byte[] sha256) {
        int slot = slot(sha256);
        byte[] hash = hashes[slot];
        while (hash.length > 0) {
            if (MessageDigest.isEqual(hash, sha256)) {
                return owners[slot];
            }
            slot = (slot + 1) & (hashes.length - 1);
            hash = hashes[slot];
        }
        return NOBODY;
    }

    private int slot(byte[] hash) {
        int start = (hash[0] & 0xff) << 24 | (hash[1] & 0xff) << 16 | (hash[2] & 0xff) << 8 | hash[3] & 0xff;
        return start & (hashes.length - 1);
    }
}
