package io.weir.protocol.http;

/** Reads an authority without user: a name, an IPv4 address or an IPv6 address in brackets, and perhaps a port. */
final class HostForm {
    static final int BAD = -1;

    private HostForm() {}

    /**
     * Puts {@code buffer[start, end)} into lower case and answers where its host ends, or {@link #BAD}. A dot behind a name is
     * not part of it (RFC 3986 §3.2.2): {@code a.example.} is where {@code a.example} is, for backends and certificates too.
     */
    static int normalise(byte[] buffer, int start, int end) {
        if (start == end) {
            return BAD;
        }
        int hostEnd = buffer[start] == '[' ? bracket(buffer, start, end) : name(buffer, start, end);
        if (hostEnd <= start || !port(buffer, hostEnd, end)) {
            return BAD;
        }
        int bareEnd = buffer[hostEnd - 1] == '.' ? hostEnd - 1 : hostEnd;
        return bareEnd > start ? bareEnd : BAD;
    }

    private static int name(byte[] buffer, int start, int end) {
        int i = start;
        while (i < end && buffer[i] != ':') {
            if (!Octets.isHost(buffer[i])) {
                return BAD;
            }
            buffer[i] = Octets.lower(buffer[i]);
            i++;
        }
        return i;
    }

    private static int bracket(byte[] buffer, int start, int end) {
        int i = start + 1;
        while (i < end && buffer[i] != ']') {
            if (buffer[i] != ':' && buffer[i] != '.' && Octets.hex(buffer[i]) < 0) {
                return BAD;
            }
            buffer[i] = Octets.lower(buffer[i]);
            i++;
        }
        return i == end || i < start + 3 ? BAD : i + 1;
    }

    private static boolean port(byte[] buffer, int colon, int end) {
        if (colon == end) {
            return true;
        }
        if (buffer[colon] != ':' || end - colon > 6) {
            return false;
        }
        int value = 0;
        for (int i = colon + 1; i < end; i++) {
            int digit = buffer[i] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            value = value * 10 + digit;
        }
        return value <= 65535;
    }
}
