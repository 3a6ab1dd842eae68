package io.weir.node.dataplane.fields;

import io.netty.util.AsciiString;
import io.weir.protocol.http.Octets;

/** Fields that HTTP/2 treats in a way of its own. */
enum Special {
    NONE,
    HOST,
    COOKIE,
    PRIORITY,
    CONTENT_LENGTH,
    TE,
    /** RFC 9113 §8.2.2. */
    OF_CONNECTIONS,
    /** No name, or not in lower case. */
    MALFORMED;

    static final AsciiString TRAILERS = AsciiString.cached("trailers");

    private static final byte[] TE_NAME = Octets.ascii("te");
    private static final byte[] HOST_NAME = Octets.ascii("host");
    private static final byte[] COOKIE_NAME = Octets.ascii("cookie");
    private static final byte[] PRIORITY_NAME = Octets.ascii("priority");
    private static final byte[] UPGRADE = Octets.ascii("upgrade");
    private static final byte[] CONNECTION = Octets.ascii("connection");
    private static final byte[] KEEP_ALIVE = Octets.ascii("keep-alive");
    private static final byte[] LENGTH = Octets.ascii("content-length");
    private static final byte[] PROXY_CONNECTION = Octets.ascii("proxy-connection");
    private static final byte[] TRANSFER_ENCODING = Octets.ascii("transfer-encoding");

    /** Of a name that has to be in lower case. */
    static Special of(AsciiString name) {
        byte[] bytes = name.array();
        int from = name.arrayOffset();
        int to = from + name.length();
        for (int i = from; i < to; i++) {
            if (!Octets.isToken(bytes[i]) || bytes[i] >= 'A' && bytes[i] <= 'Z') {
                return MALFORMED;
            }
        }
        return from == to ? MALFORMED : of(bytes, from, to);
    }

    /** Of a name in any case. */
    static Special of(byte[] bytes, int from, int to) {
        return switch (to - from) {
            case 2 -> of(bytes, from, to, TE_NAME, TE);
            case 4 -> of(bytes, from, to, HOST_NAME, HOST);
            case 6 -> of(bytes, from, to, COOKIE_NAME, COOKIE);
            case 7 -> of(bytes, from, to, UPGRADE, OF_CONNECTIONS);
            case 8 -> of(bytes, from, to, PRIORITY_NAME, PRIORITY);
            case 10 ->
                Octets.same(bytes, from, to, CONNECTION)
                        ? OF_CONNECTIONS
                        : of(bytes, from, to, KEEP_ALIVE, OF_CONNECTIONS);
            case 14 -> of(bytes, from, to, LENGTH, CONTENT_LENGTH);
            case 16 -> of(bytes, from, to, PROXY_CONNECTION, OF_CONNECTIONS);
            case 17 -> of(bytes, from, to, TRANSFER_ENCODING, OF_CONNECTIONS);
            default -> NONE;
        };
    }

    private static Special of(byte[] bytes, int from, int to, byte[] name, Special special) {
        return Octets.same(bytes, from, to, name) ? special : NONE;
    }
}
