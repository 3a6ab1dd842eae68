package io.weir.node.decide.tls;

import io.weir.node.decide.tls.HelloReading.Complete;
import io.weir.node.decide.tls.HelloReading.Other;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Reads a ClientHello out of the first bytes of a connection. Pure; one hello a reader. */
public final class HelloReader {
    /** A longer hello is malformed; those of browsers with post-quantum keys have some 1,900 bytes. */
    public static final int MOST_BYTES = 16 * 1024;

    private static final int RECORD_HEAD = 5;
    private static final int HANDSHAKE = 22;
    private static final int MOST_FRAGMENT = 16 * 1024;
    private static final int MESSAGE_HEAD = 4;
    private static final int CLIENT_HELLO = 1;
    private static final int RANDOM_BYTES = 32;
    private static final int SERVER_NAME = 0;
    private static final int SIGNATURE_ALGORITHMS = 13;
    private static final int ALPN = 16;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int TLS_1_3 = 0x0304;

    private final byte[] bytes;
    private final Set<String> protocols = new LinkedHashSet<>();
    private final SignaturesAndSuites known = new SignaturesAndSuites();
    private String serverName = "";
    private boolean tls13;

    private HelloReader(byte[] message) {
        bytes = message;
    }

    /** @param received all bytes so far, from the first on */
    public static HelloReading read(byte[] received) {
        if (received.length == 0) {
            return Other.MORE;
        }
        if (received[0] != HANDSHAKE || received.length > 1 && received[1] != 3) {
            return Other.NOT_TLS;
        }
        try {
            byte[] message = message(received);
            int length = message.length < MESSAGE_HEAD ? 0 : number(message, 1, 3);
            if (message.length > 0 && message[0] != CLIENT_HELLO || length > MOST_BYTES) {
                return Other.MALFORMED;
            }
            if (message.length < MESSAGE_HEAD + length) {
                return received.length > 2 * MOST_BYTES ? Other.MALFORMED : Other.MORE;
            }
            return new HelloReader(Arrays.copyOf(message, MESSAGE_HEAD + length)).hello();
        } catch (IndexOutOfBoundsException e) {
            return Other.MALFORMED;
        }
    }

    /**
     * What the records carry; a hello may be cut into several (RFC 8446 §5.1). What comes behind it is no matter: early
     * data (RFC 8446 §4.2.10), say.
     *
     * @throws IndexOutOfBoundsException when they are no records of a handshake
     */
    private static byte[] message(byte[] received) {
        byte[] message = new byte[received.length];
        int count = 0;
        int at = 0;
        while (at + RECORD_HEAD <= received.length && !isWhole(message, count)) {
            int fragment = number(received, at + 3, 2);
            if (received[at] != HANDSHAKE || fragment == 0 || fragment > MOST_FRAGMENT) {
                throw new IndexOutOfBoundsException("no record of a handshake");
            }
            int there = Math.min(fragment, received.length - at - RECORD_HEAD);
            System.arraycopy(received, at + RECORD_HEAD, message, count, there);
            count += there;
            at += RECORD_HEAD + fragment;
        }
        return Arrays.copyOf(message, count);
    }

    private static boolean isWhole(byte[] message, int count) {
        return count >= MESSAGE_HEAD && count >= MESSAGE_HEAD + number(message, 1, 3);
    }

    private HelloReading hello() {
        int at = MESSAGE_HEAD + 2 + RANDOM_BYTES;
        at += 1 + number(bytes, at, 1);
        int suites = number(bytes, at, 2);
        for (int i = at + 2; i + 1 < at + 2 + suites; i += 2) {
            known.suite(number(bytes, i, 2));
        }
        at += 2 + suites;
        at += 1 + number(bytes, at, 1);
        if (at < bytes.length) {
            int end = at + 2 + number(bytes, at, 2);
            extensions(at + 2, end);
        }
        return new Complete(new ClientHello(serverName, protocols, tls13, keys()));
    }

    private void extensions(int start, int end) {
        int at = start;
        while (at < end) {
            int kind = number(bytes, at, 2);
            int from = at + 4;
            int to = from + number(bytes, at + 2, 2);
            if (to > end || end > bytes.length) {
                throw new IndexOutOfBoundsException();
            }
            switch (kind) {
                case SERVER_NAME -> serverName(from, to);
                case SIGNATURE_ALGORITHMS -> signatures(from, to);
                case ALPN -> protocols(from, to);
                case SUPPORTED_VERSIONS -> versions(from, to);
                default -> {}
            }
            at = to;
        }
    }

    private void serverName(int from, int to) {
        int at = from + 2;
        while (at + 3 <= to) {
            int length = number(bytes, at + 1, 2);
            if (bytes[at] == 0 && at + 3 + length <= to) {
                serverName = ClientHello.name(bytes, at + 3, at + 3 + length);
                return;
            }
            at += 3 + length;
        }
    }

    private void signatures(int from, int to) {
        for (int at = from + 2; at + 1 < to; at += 2) {
            known.signature(number(bytes, at, 2));
        }
    }

    private void protocols(int from, int to) {
        int at = from + 2;
        while (at < to) {
            int length = number(bytes, at, 1);
            if (at + 1 + length > to) {
                throw new IndexOutOfBoundsException();
            }
            protocols.add(ClientHello.name(bytes, at + 1, at + 1 + length));
            at += 1 + length;
        }
    }

    private void versions(int from, int to) {
        for (int at = from + 1; at + 1 < to; at += 2) {
            tls13 |= number(bytes, at, 2) == TLS_1_3;
        }
    }

    private Set<KeyType> keys() {
        EnumSet<KeyType> keys = EnumSet.noneOf(KeyType.class);
        for (KeyType type : KeyType.values()) {
            if (known.allow(type, tls13)) {
                keys.add(type);
            }
        }
        return keys;
    }

    private static int number(byte[] bytes, int at, int count) {
        int value = 0;
        for (int i = at; i < at + count; i++) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }
}
