package io.weir.node.decide.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads a PROXY header out of the first bytes of a connection, strictly: what the specification does not allow is malformed,
 * as a header that two ends read differently is a way to speak for somebody else. Pure.
 */
public final class ProxyHeaderReader {
    /** A longer header of version 2 is malformed; one with all that is in use has some hundred bytes. */
    public static final int MOST_BYTES = 4096;

    private static final byte[] LINE = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};

    /** Of version 1, with its end. */
    private static final int LONGEST_LINE = 107;

    private static final int FIXED = 16;
    private static final int OWN = 0x20;
    private static final int PROXIED = 0x21;
    private static final int UNSPECIFIED = 0;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;
    private static final int UNIX_STREAM = 0x31;
    private static final int UNIX_BYTES = 216;
    private static final int CHECKSUM = 3;

    private ProxyHeaderReader() {}

    /** @param received all bytes so far, from the first on; those behind a header do not matter */
    public static ProxyReading read(byte[] received) {
        if (begins(received, LINE)) {
            return line(received);
        }
        if (!begins(received, SIGNATURE)) {
            return ProxyReading.Other.MALFORMED;
        }
        return received.length < FIXED ? ProxyReading.Other.MORE : binary(received);
    }

    /** As far as there are bytes. */
    private static boolean begins(byte[] received, byte[] with) {
        int count = Math.min(received.length, with.length);
        return Arrays.equals(received, 0, count, with, 0, count);
    }

    private static ProxyReading line(byte[] received) {
        int most = Math.min(received.length, LONGEST_LINE);
        for (int i = 0; i < most; i++) {
            if (received[i] == '\r') {
                if (i + 1 == received.length) {
                    return ProxyReading.Other.MORE;
                }
                return i + 1 < LONGEST_LINE && received[i + 1] == '\n'
                        ? line(new String(received, 0, i, StandardCharsets.US_ASCII), i + 2)
                        : ProxyReading.Other.MALFORMED;
            }
            if (received[i] < 0x20 || received[i] > 0x7e) {
                return ProxyReading.Other.MALFORMED;
            }
        }
        return received.length < LONGEST_LINE ? ProxyReading.Other.MORE : ProxyReading.Other.MALFORMED;
    }

    private static ProxyReading line(String text, int length) {
        if (text.equals("PROXY UNKNOWN") || text.startsWith("PROXY UNKNOWN ")) {
            return new ProxyReading.Complete(ProxyHeader.OWN, length);
        }
        String[] words = text.split(" ", -1);
        if (words.length != 6) {
            return ProxyReading.Other.MALFORMED;
        }
        byte[] source = address(words[1], words[2]);
        byte[] destination = address(words[1], words[3]);
        int sourcePort = Figures.number(words[4], 65_535);
        int destinationPort = Figures.number(words[5], 65_535);
        return source == null || destination == null || sourcePort < 0 || destinationPort < 0
                ? ProxyReading.Other.MALFORMED
                : new ProxyReading.Complete(new ProxyHeader(source, sourcePort, destination, destinationPort), length);
    }

    private static byte @Nullable [] address(String family, String text) {
        return switch (family) {
            case "TCP4" -> Figures.v4(text);
            case "TCP6" -> Figures.v6(text);
            default -> null;
        };
    }

    private static ProxyReading binary(byte[] received) {
        int command = received[12] & 0xff;
        int family = received[13] & 0xff;
        int length = FIXED + number(received, 14);
        int addresses = command == PROXIED ? addressBytes(family) : 0;
        if (command != OWN && command != PROXIED || addresses < 0 || length > MOST_BYTES) {
            return ProxyReading.Other.MALFORMED;
        }
        if (length < FIXED + addresses) {
            return ProxyReading.Other.MALFORMED;
        }
        if (received.length < length) {
            return ProxyReading.Other.MORE;
        }
        byte[] header = Arrays.copyOf(received, length);
        if (command == PROXIED && family != UNSPECIFIED && !extrasAreGood(header, FIXED + addresses)) {
            return ProxyReading.Other.MALFORMED;
        }
        boolean named = command == PROXIED && (family == TCP4 || family == TCP6);
        return new ProxyReading.Complete(named ? named(header, family == TCP4 ? 4 : 16) : ProxyHeader.OWN, length);
    }

    /** Negative: nothing that comes over a stream. */
    private static int addressBytes(int family) {
        return switch (family) {
            case UNSPECIFIED -> 0;
            case TCP4 -> 12;
            case TCP6 -> 36;
            case UNIX_STREAM -> UNIX_BYTES;
            default -> -1;
        };
    }

    private static ProxyHeader named(byte[] header, int size) {
        int at = FIXED + 2 * size;
        return new ProxyHeader(
                Arrays.copyOfRange(header, FIXED, FIXED + size),
                number(header, at),
                Arrays.copyOfRange(header, FIXED + size, at),
                number(header, at + 2));
    }

    /** What follows the addresses: kind, length, value; a checksum must be right (§2.2.3 of the specification). */
    private static boolean extrasAreGood(byte[] header, int start) {
        int at = start;
        while (at < header.length) {
            if (at + 3 > header.length || at + 3 + number(header, at + 1) > header.length) {
                return false;
            }
            int size = number(header, at + 1);
            if (header[at] == CHECKSUM && (size != 4 || !sumIsRight(header, at + 3))) {
                return false;
            }
            at += 3 + size;
        }
        return true;
    }

    private static boolean sumIsRight(byte[] header, int at) {
        CRC32C sum = new CRC32C();
        sum.update(header, 0, at);
        sum.update(new byte[4]);
        sum.update(header, at + 4, header.length - at - 4);
        long said = (long) number(header, at) << 16 | number(header, at + 2);
        return sum.getValue() == said;
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
