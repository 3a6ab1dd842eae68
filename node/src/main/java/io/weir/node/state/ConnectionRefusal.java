package io.weir.node.state;

/** Why a connection was not taken on; the words are those of the listener and its {@code limits}. */
public enum ConnectionRefusal {
    /** The listener has as many as it may have. */
    CONNECTIONS,
    /** Its address has as many as it may have. */
    CONNECTIONS_PER_ADDRESS,
    /** Its address opens them too fast. */
    NEW_CONNECTIONS_PER_ADDRESS,
    /** A PROXY header was due, and the peer may send none, or what came is none. */
    PROXY_PROTOCOL
}
