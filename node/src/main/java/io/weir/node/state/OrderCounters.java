package io.weir.node.state;

/** What became of the certificates that this node ordered for the cluster, since it started. Thread-safe. */
public interface OrderCounters {
    long issued();

    /** Attempts without a certificate. */
    long failed();
}
