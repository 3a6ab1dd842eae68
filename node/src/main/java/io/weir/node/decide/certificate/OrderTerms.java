package io.weir.node.decide.certificate;

import io.weir.config.model.Certificate.Source.Acme;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/**
 * What is ordered, in short. Equal for equal terms, on all nodes and in all versions.
 *
 * @param all of the terms: what failed under others may be tried at once
 * @param result only those that a certificate looks different by: one that was issued under others is replaced
 */
public record OrderTerms(String all, String result) {
    private static final int LENGTH = 32;

    public static OrderTerms of(Acme acme) {
        List<Object> result = List.of(acme.directory(), new TreeSet<>(acme.hosts()), acme.key());
        return new OrderTerms(
                digest(List.of(result, acme.contact(), acme.challenge(), acme.trust(), acme.account())),
                digest(result));
    }

    /** Names an account: who asks for the same things in the same name shares one. */
    public static String account(Acme acme) {
        return digest(List.of(acme.directory(), acme.contact(), acme.account().map(one -> one.keyId())));
    }

    private static String digest(List<Object> parts) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(parts.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
