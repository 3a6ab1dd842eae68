package io.weir.node.decide.proxy;

/**
 * Whose connection it is.
 *
 * @param source the client's address, 4 or 16 bytes; empty: the proxy speaks for itself, or does not know
 * @param destination what the client connected to; as long as {@code source}
 */
public record ProxyHeader(byte[] source, int sourcePort, byte[] destination, int destinationPort) {
    /** Of nobody else than the proxy. */
    static final ProxyHeader OWN = new ProxyHeader(new byte[0], 0, new byte[0], 0);

    /** Whether it names a client. */
    public boolean namesClient() {
        return source.length > 0;
    }
}
