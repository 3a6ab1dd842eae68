package io.weir.node.control.certificates;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A certificate as the cluster keeps it, before it is sealed.
 *
 * @param chain PEM
 * @param key PEM
 * @param ocsp DER; empty: none
 * @param since when it was uploaded or issued
 */
record StoredCertificate(byte[] chain, byte[] key, byte[] ocsp, Instant since) {
    private static final int VERSION = 1;

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(since.toEpochMilli());
            for (byte[] part : new byte[][] {chain, key, ocsp}) {
                out.writeInt(part.length);
                out.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The same as {@link #since} of what the bytes hold, without reading more; any time when they are of another form. */
    static Instant since(byte[] bytes) {
        return bytes.length < 1 + Long.BYTES
                ? Instant.EPOCH
                : Instant.ofEpochMilli(ByteBuffer.wrap(bytes, 1, Long.BYTES).getLong());
    }

    /** @throws UnusableCertificate when a later Weir wrote it in a form of its own */
    static StoredCertificate parse(byte[] bytes) throws UnusableCertificate {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                throw new UnusableCertificate("it is kept in a form that this version does not know");
            }
            Instant since = Instant.ofEpochMilli(in.readLong());
            return new StoredCertificate(part(in), part(in), part(in), since);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] part(DataInputStream in) throws IOException {
        byte[] part = new byte[in.readInt()];
        in.readFully(part);
        return part;
    }

    Assembly texts() {
        return new Assembly(
                new Assembly.Named("its chain", chain),
                new Assembly.Named("its key", key),
                new Assembly.Named("its OCSP response", ocsp));
    }

    @Override
    public String toString() {
        return "a certificate of " + since;
    }
}
