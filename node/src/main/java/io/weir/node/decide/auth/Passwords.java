package io.weir.node.decide.auth;

import io.weir.config.model.PasswordHash;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Compares passwords with their hashes. Slow on purpose: tens of milliseconds, never on a loop. */
public final class Passwords {
    /** Longer ones are nobody's. */
    public static final int LONGEST = 256;

    /** Bcrypt does not look further (it would take passwords for equal that are not). */
    private static final int BCRYPT_LONGEST = 72;

    /** OWASP's second choice for argon2id: as strong as its first, in less memory. */
    private static final int MEMORY_KIB = 19_456;

    private static final int PASSES = 2;

    private Passwords() {}

    /** @param password UTF-8 */
    public static boolean matches(PasswordHash hash, byte[] password) {
        if (hash instanceof PasswordHash.Bcrypt bcrypt) {
            byte[] counted = password.length > BCRYPT_LONGEST ? new byte[0] : password;
            return OpenBSDBCrypt.checkPassword(bcrypt.text(), counted) && counted == password;
        }
        if (hash instanceof PasswordHash.Argon2id argon2) {
            return MessageDigest.isEqual(argon2(argon2, password), argon2.hash());
        }
        PasswordHash.Pbkdf2 pbkdf2 = (PasswordHash.Pbkdf2) hash;
        return MessageDigest.isEqual(pbkdf2(pbkdf2, password), pbkdf2.hash());
    }

    /** The line for the document: argon2id. */
    public static String hash(byte[] password, byte[] salt) {
        byte[] hash = argon2(new PasswordHash.Argon2id(MEMORY_KIB, PASSES, 1, salt, new byte[32]), password);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=1$" + base64.encodeToString(salt) + "$"
                + base64.encodeToString(hash);
    }

    private static byte[] argon2(PasswordHash.Argon2id like, byte[] password) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(like.memoryKib())
                .withIterations(like.passes())
                .withParallelism(like.lanes())
                .withSalt(like.salt())
                .build());
        byte[] hash = new byte[like.hash().length];
        generator.generateBytes(password, hash);
        return hash;
    }

    private static byte[] pbkdf2(PasswordHash.Pbkdf2 like, byte[] password) {
        CharBuffer text = StandardCharsets.UTF_8.decode(java.nio.ByteBuffer.wrap(password));
        char[] characters = new char[text.remaining()];
        text.get(characters);
        PBEKeySpec spec = new PBEKeySpec(characters, like.salt(), like.iterations(), like.hash().length * 8);
        try {
            String name = "PBKDF2WithHmac" + like.digest().toUpperCase(java.util.Locale.ROOT);
            return SecretKeyFactory.getInstance(name).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has PBKDF2", impossible);
        } finally {
            spec.clearPassword();
        }
    }
}
