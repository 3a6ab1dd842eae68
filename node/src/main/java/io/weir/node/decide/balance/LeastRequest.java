package io.weir.node.decide.balance;

/**
 * The candidate with the least under way for its weight. Few candidates are all looked at; of many, the better of two
 * drawn ones is nearly as good (Mitzenmacher, "The Power of Two Choices", 2001) and does not send every loop to the same.
 */
public final class LeastRequest {
    /** From so many candidates on, two are drawn. */
    public static final int DRAW_FROM = 8;

    private LeastRequest() {}

    /** What is under way at a candidate. */
    public interface Load {
        long of(int candidate);
    }

    /** @param random uniformly drawn from all ints; -1 is returned when all weights are 0 */
    public static int pick(int[] weights, int count, Load load, int random) {
        return count < DRAW_FROM ? scan(weights, count, load, random) : draw(weights, count, load, random);
    }

    private static int scan(int[] weights, int count, Load load, int random) {
        int best = -1;
        long bestLoad = 0;
        int first = count == 0 ? 0 : (int) ((Integer.toUnsignedLong(random) * count) >>> 32);
        for (int k = 0; k < count; k++) {
            int i = first + k < count ? first + k : first + k - count;
            if (weights[i] > 0) {
                long under = load.of(i);
                if (best < 0 || lighter(under, weights[i], bestLoad, weights[best])) {
                    best = i;
                    bestLoad = under;
                }
            }
        }
        return best;
    }

    private static int draw(int[] weights, int count, Load load, int random) {
        int one = WeightedRandom.pick(weights, count, random);
        if (one < 0) {
            return -1;
        }
        int kept = weights[one];
        weights[one] = 0;
        int other = WeightedRandom.pick(weights, count, (int) Rendezvous.mix(random));
        weights[one] = kept;
        return other >= 0 && lighter(load.of(other), weights[other], load.of(one), kept) ? other : one;
    }

    /** Whether a has less for its weight, counting the request to come: {@code (a + 1) / wa < (b + 1) / wb}. */
    private static boolean lighter(long a, int weightA, long b, int weightB) {
        return (a + 1) * weightB < (b + 1) * weightA;
    }
}
