package io.weir.node.decide.tls;

/** How far the first bytes of a connection could be read. */
public sealed interface HelloReading {
    /** The whole hello is there. */
    record Complete(ClientHello hello) implements HelloReading {}

    /** Why there is none. */
    enum Other implements HelloReading {
        /** Not all of it has arrived. */
        MORE,
        /** This is no TLS at all. */
        NOT_TLS,
        /** TLS, but no hello that makes sense. */
        MALFORMED
    }
}
