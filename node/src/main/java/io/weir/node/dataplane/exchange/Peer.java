package io.weir.node.dataplane.exchange;

/**
 * The other end of a client connection.
 *
 * @param address 4 or 16 bytes
 * @param text the address in figures
 * @param trusted whether it may speak for others
 * @param secure whether it came over TLS
 */
public record Peer(byte[] address, byte[] text, boolean trusted, boolean secure) {}
