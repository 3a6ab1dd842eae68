package io.weir.node.dataplane.exchange;

/** A client's connection, as those see it who end all of them. Only on its loop. */
public interface OpenConnection {
    /** Ends it as soon as nothing is in flight; new requests are not taken, where the wire can say so. */
    void drain();

    /** Closes it at once. */
    void abort();
}
