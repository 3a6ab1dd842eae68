package io.weir.node.decide.balance;

/** Draws in proportion to the weights. */
public final class WeightedRandom {
    private WeightedRandom() {}

    /** @param random uniformly drawn from all ints; -1 is returned when all weights are 0 */
    public static int pick(int[] weights, int count, int random) {
        long total = 0;
        for (int i = 0; i < count; i++) {
            total += weights[i];
        }
        if (total == 0) {
            return -1;
        }
        long ticket = (Integer.toUnsignedLong(random) * total) >>> 32;
        int i = 0;
        while (ticket >= weights[i]) {
            ticket -= weights[i++];
        }
        return i;
    }
}
