package io.weir.node.telemetry;

/** Something that is looked at when the metrics are read, not while it happens. */
interface Source {
    /** Brings the instruments up to date. Called by one thread at a time. */
    void update(Instruments instruments);
}
