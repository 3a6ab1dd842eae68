package io.weir.node.filter.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Under which keys guesses are counted, the same on every node, and what is remembered of a credential: a MAC under a key
 * that this process drew, of which it could not be guessed. Thread-safe.
 */
final class GuessPrints {
    private static final int IPV6_BYTES = 16;
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final int NAME_BYTES = 16;
    private static final byte[] KINDS = {'a', 'n', 'b'};

    private final SecretKeySpec macKey;

    GuessPrints() {
        byte[] drawn = new byte[32];
        new SecureRandom().nextBytes(drawn);
        macKey = new SecretKeySpec(drawn, "HmacSHA256");
    }

    /** By address (IPv6: by the network, which one customer has whole), and, if there is a name, by that and by both. */
    List<GuessKey> keys(byte[] address, String name) {
        byte[] network = network(address);
        GuessKey byAddress = key(0, network, new byte[0]);
        if (name.isEmpty()) {
            return List.of(byAddress);
        }
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        byte[] hashed = Arrays.copyOf(Sha256.of(text, 0, text.length), NAME_BYTES);
        return List.of(byAddress, key(1, new byte[0], hashed), key(2, network, hashed));
    }

    private static byte[] network(byte[] address) {
        return address.length == IPV6_BYTES ? Arrays.copyOf(address, IPV6_NETWORK_BYTES) : address;
    }

    private static GuessKey key(int kind, byte[] network, byte[] name) {
        byte[] bytes = new byte[1 + network.length + name.length];
        bytes[0] = KINDS[kind];
        System.arraycopy(network, 0, bytes, 1, network.length);
        System.arraycopy(name, 0, bytes, 1 + network.length, name.length);
        return GuessKey.of(bytes);
    }

    /** Of the credential {@code buffer[guess.start, guess.end)} from {@code address}. */
    GuessKey of(byte[] address, Guess guess, byte[] buffer) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(macKey);
            byte[] network = network(address);
            mac.update((byte) network.length);
            mac.update(network);
            mac.update((byte) (guess.name().isEmpty() ? 0 : 1));
            mac.update(buffer, guess.start(), guess.end() - guess.start());
            return GuessKey.of(mac.doFinal());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }
}
