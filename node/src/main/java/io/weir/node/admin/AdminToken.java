package io.weir.node.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** The secret that the admin API asks for. Never printed; the file that holds it is. */
public final class AdminToken {
    private static final int RANDOM_BYTES = 32;
    private static final int LEAST_CHARACTERS = 16;

    private final byte[] digest;

    private AdminToken(String token) {
        this.digest = sha256(token);
    }

    /** @param token as clients send it */
    public static AdminToken of(String token) {
        return new AdminToken(token);
    }

    /**
     * The token in {@code file}; when there is no such file, a new one that only its owner can read.
     *
     * @throws IOException naming the file, when it cannot be read or made or holds no token
     */
    public static AdminToken inFile(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        try {
            // Made with its mode, so that there is no moment at which somebody else can open it.
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, random() + "\n");
        } catch (FileAlreadyExistsException e) {
            // The usual case after the first start.
        }
        String token = Files.readString(file).strip();
        if (token.length() < LEAST_CHARACTERS || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IOException(file + ": holds no admin token (expected at least " + LEAST_CHARACTERS
                    + " visible ASCII characters on one line; remove the file to have a new one made)");
        }
        return new AdminToken(token);
    }

    private static String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** In a time that tells nothing about the token. */
    boolean matches(String candidate) {
        return MessageDigest.isEqual(digest, sha256(candidate));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
