package io.weir.node.decide.balance;

/**
 * Smooth weighted round robin (nginx's): each candidate gains its weight, the one that has most goes next and pays the
 * total. Weights 5, 1, 1 give a a b a c a a, not a a a a a b c. Mutable: the turns of one loop and upstream.
 */
public final class SmoothRoundRobin {
    private final long[] credit;
    private final int first;

    /** @param seed which of equal candidates begins, so that not all loops begin with the same */
    public SmoothRoundRobin(int candidates, long seed) {
        credit = new long[candidates];
        first = candidates == 0 ? 0 : (int) Long.remainderUnsigned(Rendezvous.mix(seed), candidates);
    }

    /**
     * The index whose turn it is, or -1 when all weights are 0. {@code weights[i] == 0}: not now.
     *
     * @param count the number of candidates
     */
    public int next(int[] weights, int count) {
        long total = 0;
        int best = -1;
        for (int k = 0; k < count; k++) {
            int i = first + k < count ? first + k : first + k - count;
            if (weights[i] > 0) {
                total += weights[i];
                credit[i] += weights[i];
                if (best < 0 || credit[i] > credit[best]) {
                    best = i;
                }
            } else {
                // A candidate that was away must not come back with the credit or the debt of another time.
                credit[i] = 0;
            }
        }
        if (best >= 0) {
            credit[best] -= total;
        }
        return best;
    }
}
