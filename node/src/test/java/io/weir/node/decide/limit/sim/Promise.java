package io.weir.node.decide.limit.sim;

/**
 * What a limit promises, for one key: over every window of length w that ends now, all nodes together have admitted at
 * most {@code burst + rate * w}, in true time.
 *
 * <p>That is the same as: a bucket that every admission fills by one and that leaks at {@code rate} never holds more
 * than {@code burst}. For its level is the most that any window ending now exceeds {@code rate * w} by; so one number
 * stands for all windows. The rate is that of a clock 1 % too fast, as the design allows ("r is as fast as the owner's
 * clock"); nothing else is allowed for.
 */
final class Promise {
    private static final double ROUNDING = 1e-6;

    private final double perNano;
    private final long burst;
    private double level;
    private long last;
    private double worst;
    private long admitted;

    Promise(double ratePerSecond, long burst) {
        this.perNano = ratePerSecond * Clock.FASTEST / 1e9;
        this.burst = burst;
    }

    /** Returns whether the promise still holds. */
    boolean admit(long now) {
        level = Math.max(0, level - perNano * (now - last)) + 1;
        last = now;
        worst = Math.max(worst, level);
        admitted++;
        return level <= burst + ROUNDING;
    }

    /** The highest level so far; the burst at most if the promise held. */
    double worst() {
        return worst;
    }

    long admitted() {
        return admitted;
    }
}
