package io.weir.node.app;

import io.weir.node.decide.auth.Passwords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code weir hash}: reads one line, a secret, and prints what the document has of it. */
@Command(
        name = "hash",
        description = "Reads a secret from standard input (one line) and prints its hash for the gateway document.",
        mixinStandardHelpOptions = true)
final class HashCommand implements Callable<Integer> {
    private static final int LONGEST = 1024;

    /** Named as on the command line. */
    enum Secret {
        key,
        password
    }

    @Parameters(description = "key (for api-keys[].sha256) or password (for basic.password)", arity = "1")
    Secret secret = Secret.key;

    @Override
    public Integer call() throws IOException {
        byte[] line = line(System.in);
        if (line.length == 0) {
            System.err.println("weir: nothing to hash: standard input is empty");
            return 1;
        }
        int longest = secret == Secret.password ? Passwords.LONGEST : LONGEST;
        if (line.length > longest) {
            System.err.println("weir: longer than " + longest + " bytes: no client could sign in with it");
            return 1;
        }
        System.out.println(secret == Secret.password ? password(line) : key(line));
        return 0;
    }

    private static String password(byte[] line) {
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        return Passwords.hash(line, salt);
    }

    private static String key(byte[] line) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(line));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Without its end. */
    private static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n' && line.size() <= LONGEST; b = in.read()) {
            line.write(b);
        }
        byte[] bytes = line.toByteArray();
        boolean carriage = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        return carriage ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }
}
