package io.weir.node.state;

/** Upstreams of a route with cumulative weights. Immutable. */
public record WeightedTargets(UpstreamPlan[] upstreams, int[] cumulative) {
    public static final WeightedTargets NONE = new WeightedTargets(new UpstreamPlan[0], new int[0]);

    /** @param random uniformly drawn from all ints */
    public UpstreamPlan pick(int random) {
        if (upstreams.length == 1) {
            return upstreams[0];
        }
        int ticket = (int) ((Integer.toUnsignedLong(random) * cumulative[cumulative.length - 1]) >>> 32);
        int i = 0;
        while (cumulative[i] <= ticket) {
            i++;
        }
        return upstreams[i];
    }
}
