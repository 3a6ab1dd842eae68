package io.weir.node.telemetry;

import kamon.tag.TagSet;

/** The exchanges of one caller of one version on one loop; counted twice, as two read them. */
final class CallerTally implements Tally {
    private static final int FOR_METRICS = 0;
    private static final int FOR_BOOK = 1;

    private final String api;
    private final String version;
    private final String consumer;
    private final Counts counts = new Counts(2);

    /** @param consumer as the metrics name it */
    CallerTally(String api, String version, String consumer) {
        this.api = api;
        this.version = version;
        this.consumer = consumer;
    }

    void add() {
        counts.add(FOR_METRICS, 1);
        counts.add(FOR_BOOK, 1);
    }

    /** What came since the last call; for the book alone. */
    long take() {
        return counts.take(FOR_BOOK);
    }

    @Override
    public void feed(Instruments instruments) {
        TagSet tags = TagSet.of("api", api).withTag("version", version).withTag("consumer", consumer);
        Feed.counter(counts, FOR_METRICS, instruments, Metric.VERSION_REQUESTS, tags);
    }
}
