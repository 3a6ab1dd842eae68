package io.weir.node.control.acme;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/**
 * An account as the cluster keeps it, before it is sealed.
 *
 * @param keys an EC pair
 * @param location what the server calls it
 */
record AccountRecord(KeyPair keys, URL location) {
    private static final int VERSION = 1;

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(location.toString());
            for (byte[] key : new byte[][] {
                keys.getPublic().getEncoded(), keys.getPrivate().getEncoded()
            }) {
                out.writeShort(key.length);
                out.write(key);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws OrderFailure when a later Weir wrote it in a form of its own */
    static AccountRecord parse(byte[] bytes) throws OrderFailure {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                throw new OrderFailure("its account is kept in a form that this version does not know");
            }
            URL location = URI.create(in.readUTF()).toURL();
            KeyFactory keys = KeyFactory.getInstance("EC");
            return new AccountRecord(
                    new KeyPair(
                            keys.generatePublic(new X509EncodedKeySpec(part(in))),
                            keys.generatePrivate(new PKCS8EncodedKeySpec(part(in)))),
                    location);
        } catch (IOException | GeneralSecurityException e) {
            throw new OrderFailure("its account cannot be read");
        }
    }

    private static byte[] part(DataInputStream in) throws IOException {
        byte[] part = new byte[in.readUnsignedShort()];
        in.readFully(part);
        return part;
    }

    @Override
    public String toString() {
        return "account " + location;
    }
}
