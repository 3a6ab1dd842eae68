package io.weir.node.state;

/** How a client's TLS handshake ended. */
public enum TlsHandshake {
    /** Complete, with a certificate and a signature. */
    FULL,
    /** Complete, on the strength of an earlier one (a ticket). */
    RESUMED,
    /** The two could not agree, or one of them sent nonsense. */
    FAILED,
    /** The client's certificate is missing or not accepted. */
    CLIENT_CERTIFICATE,
    /** The client asked for a name that no certificate covers, or for none, where that is refused. */
    UNKNOWN_NAME,
    /** The client offers none of the listener's protocols (ALPN). */
    NO_PROTOCOL,
    /** What came was no TLS. */
    NOT_TLS,
    /** Not over in time. */
    TIMEOUT,
    /** The client closed the connection before it was over, perhaps without a word: a port check, say. */
    GONE
}
