package io.weir.node.filter.auth;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.weir.config.model.PasswordHash;
import io.weir.node.decide.auth.Passwords;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks passwords on the workers and remembers what came of it, for a while and for so many. What is remembered is found
 * by a MAC under a key that this process drew: neither passwords nor anything that they could be guessed from are kept.
 * Whoever asks the same while a check runs waits for that one. Thread-safe.
 */
final class PasswordChecks {
    private static final int MOST = 20_000;
    private static final Duration KEPT = Duration.ofMinutes(5);

    private final Executor workers;
    private final AsyncCache<Question, Boolean> answers =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KEPT).buildAsync();
    private final ThreadLocal<Mac> mac;

    /** Half of a MAC: who can find another question with the same one needs 2^64 tries online. */
    private record Question(long high, long low) {}

    PasswordChecks(Executor workers) {
        this.workers = workers;
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        mac = ThreadLocal.withInitial(() -> mac(key));
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }

    /**
     * Whether {@code password} is what {@code hash} was made of.
     *
     * @param username part of the question, so that the answers for several users are apart
     * @param hashText as the document has it
     * @return completes on a worker; done already when the answer is known
     * @throws RejectedExecutionException too many checks wait
     */
    CompletableFuture<Boolean> check(String username, String hashText, PasswordHash hash, byte[] password) {
        Question question = question(username, hashText, password);
        return answers.get(
                question, (asked, pool) -> CompletableFuture.supplyAsync(() -> matches(hash, password), workers));
    }

    private static boolean matches(PasswordHash hash, byte[] password) {
        try {
            return Passwords.matches(hash, password);
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    /** A stable number from 0 to {@code below - 1} that nobody outside can foretell. */
    int choose(String username, int below) {
        byte[] digest = mac.get().doFinal(username.getBytes(StandardCharsets.UTF_8));
        return Math.floorMod(ByteBuffer.wrap(digest).getInt(), below);
    }

    private Question question(String username, String hashText, byte[] password) {
        Mac own = mac.get();
        own.update(username.getBytes(StandardCharsets.UTF_8));
        own.update((byte) 0);
        own.update(hashText.getBytes(StandardCharsets.UTF_8));
        own.update((byte) 0);
        ByteBuffer digest = ByteBuffer.wrap(own.doFinal(password));
        return new Question(digest.getLong(), digest.getLong());
    }
}
