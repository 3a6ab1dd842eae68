package io.weir.node.decide.health;

/**
 * What one node's probes of one endpoint say: {@code fall} failures in a row make it DOWN, {@code rise} successes UP
 * again. The very first success counts as UP at once. Immutable.
 *
 * @param streak results in a row that speak against {@code state}
 * @param reason of the last failure, for people; empty while there was none
 */
public record ProbeHistory(State state, int streak, String reason) {
    /** Nothing is known yet. */
    public static final ProbeHistory UNKNOWN = new ProbeHistory(State.UNKNOWN, 0, "");

    public enum State {
        UNKNOWN,
        UP,
        DOWN
    }

    /** @param why reason of a failure; ignored for a success */
    public ProbeHistory next(boolean success, String why, int rise, int fall) {
        if (success) {
            boolean up = state != State.DOWN || streak + 1 >= rise;
            return up ? new ProbeHistory(State.UP, 0, "") : new ProbeHistory(State.DOWN, streak + 1, reason);
        }
        boolean down = state == State.DOWN || streak + 1 >= fall;
        return down ? new ProbeHistory(State.DOWN, 0, why) : new ProbeHistory(state, streak + 1, why);
    }
}
