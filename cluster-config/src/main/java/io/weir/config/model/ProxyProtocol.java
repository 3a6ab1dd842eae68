package io.weir.config.model;

/** How a backend is told, ahead of all else on a connection, which client it is for (the PROXY protocol of HAProxy). */
public enum ProxyProtocol {
    /** A line of text. */
    V1,
    /** Binary. */
    V2
}
