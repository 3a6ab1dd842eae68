package io.weir.node.decide.proxy;

/** How far a header could be read. */
public sealed interface ProxyReading {
    /** @param length bytes of the header; what follows belongs to the connection */
    record Complete(ProxyHeader header, int length) implements ProxyReading {}

    /** Why there is none. */
    enum Other implements ProxyReading {
        /** Not all of it has arrived. */
        MORE,
        /** These bytes begin no header, or one that is not allowed. */
        MALFORMED
    }
}
