package io.weir.node.decide.balance;

import java.nio.charset.StandardCharsets;

/**
 * Highest random weight (Thaler and Ravishankar, 1998): each key ranks all candidates by a hash of both, so when one
 * goes only its own keys move. Weighted as in Schindelhauer and Schomaker (2005): {@code -weight / ln(u)}.
 */
public final class Rendezvous {
    private Rendezvous() {}

    /**
     * @param names a hash of each candidate's name, the same on every node
     * @param key a hash of the key; -1 is returned when all weights are 0
     */
    public static int pick(int[] weights, long[] names, int count, long key) {
        int best = -1;
        double bestScore = 0;
        for (int i = 0; i < count; i++) {
            if (weights[i] > 0) {
                double score = -weights[i] / Math.log(unit(rank(names[i], key)));
                if (best < 0 || score > bestScore) {
                    best = i;
                    bestScore = score;
                }
            }
        }
        return best;
    }

    /** How high a key ranks a candidate, to be compared unsigned. */
    public static long rank(long name, long key) {
        return mix(name ^ mix(key));
    }

    /** In (0, 1). */
    private static double unit(long hash) {
        return ((hash >>> 11) + 0.5) * 0x1.0p-53;
    }

    /** FNV-1a, finished by {@link #mix}. */
    public static long hash(byte[] bytes, int start, int end) {
        long hash = 0xcbf29ce484222325L;
        for (int i = start; i < end; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    public static long hash(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return hash(bytes, 0, bytes.length);
    }

    /** The finisher of SplitMix64: every bit of the input moves about half of the bits. */
    public static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
