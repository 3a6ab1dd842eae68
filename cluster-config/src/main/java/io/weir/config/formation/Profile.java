package io.weir.config.formation;

/** Where the other nodes are looked for. */
public enum Profile {
    /** On this machine; a cluster of one unless seeds are named. */
    LOCAL,
    /** At addresses that are known beforehand. */
    STATIC,
    /** Behind the DNS name of a headless service. */
    KUBERNETES
}
