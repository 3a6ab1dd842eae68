package io.weir.node.telemetry;

import kamon.tag.TagSet;

/** Problems of one type on one loop. */
final class ProblemTally implements Tally {
    private final String type;
    private final Counts counts = new Counts(1);

    ProblemTally(String type) {
        this.type = type;
    }

    void add() {
        counts.add(0, 1);
    }

    @Override
    public void feed(Instruments instruments) {
        Feed.counter(counts, 0, instruments, Metric.PROBLEMS, TagSet.of("type", type));
    }
}
