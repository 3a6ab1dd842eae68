package io.weir.node.decide.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes PROXY headers. Pure. */
public final class ProxyHeaderWriter {
    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final byte PROXIED = 0x21;
    private static final byte TCP4 = 0x11;
    private static final byte TCP6 = 0x21;
    private static final byte AUTHORITY = 2;
    private static final int V4 = 4;
    private static final int MOST_AUTHORITY = 255;

    private ProxyHeaderWriter() {}

    /** Version 1, a line. */
    public static byte[] line(ProxyHeader header) {
        byte[] source = even(header.source(), header.destination());
        byte[] destination = even(header.destination(), header.source());
        String text = "PROXY " + (source.length == V4 ? "TCP4" : "TCP6") + ' ' + text(source) + ' ' + text(destination)
                + ' ' + header.sourcePort() + ' ' + header.destinationPort() + "\r\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Version 2.
     *
     * @param name what the client asked for in its TLS; empty: nothing
     */
    public static byte[] binary(ProxyHeader header, String name) {
        byte[] source = even(header.source(), header.destination());
        byte[] destination = even(header.destination(), header.source());
        byte[] authority = name.length() > MOST_AUTHORITY ? new byte[0] : name.getBytes(StandardCharsets.UTF_8);
        int extra = authority.length == 0 ? 0 : 3 + authority.length;
        int size = 2 * source.length + 4 + extra;
        ByteBuffer out = ByteBuffer.allocate(SIGNATURE.length + 4 + size);
        out.put(SIGNATURE).put(PROXIED).put(source.length == V4 ? TCP4 : TCP6).putShort((short) size);
        out.put(source).put(destination);
        out.putShort((short) header.sourcePort()).putShort((short) header.destinationPort());
        if (extra > 0) {
            out.put(AUTHORITY).putShort((short) authority.length).put(authority);
        }
        return out.array();
    }

    /** Both of one family: an IPv4 address beside one of IPv6 is written as that (RFC 4291 §2.5.5.2). */
    private static byte[] even(byte[] address, byte[] other) {
        if (address.length >= other.length) {
            return address;
        }
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        System.arraycopy(address, 0, mapped, 12, V4);
        return mapped;
    }

    private static String text(byte[] address) {
        StringBuilder text = new StringBuilder();
        if (address.length == V4) {
            for (byte part : address) {
                text.append(text.isEmpty() ? "" : ".").append(part & 0xff);
            }
        } else {
            for (int i = 0; i < address.length; i += 2) {
                int group = (address[i] & 0xff) << 8 | address[i + 1] & 0xff;
                text.append(i == 0 ? "" : ":").append(Integer.toHexString(group));
            }
        }
        return text.toString();
    }
}
