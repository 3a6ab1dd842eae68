package io.weir.node.filter.auth;

import io.weir.config.model.Consumer;
import io.weir.node.decide.auth.KeyIndex;
import io.weir.node.decide.route.QueryBytes;
import io.weir.node.filter.auth.Authenticator.Result;
import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.Identity;
import io.weir.node.state.Revocations;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All consumers of a revision, found by their names and API keys. Thread-safe. */
public final class Consumers {
    /** Longer keys are nobody's; it bounds what a request can make us hash. */
    static final int LONGEST_KEY = 1024;

    private static final String API_KEY = "api-key";

    /** The key is nobody's and never was, as far as the document says; other keys that are no good are not guesses. */
    static final Result UNKNOWN = new Result.Wrong(null);

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private final Revocations revocations;
    private final List<Consumer> all;
    private final Map<String, ConsumerPlan> plans = new HashMap<>();
    private final Map<Consumer.TokenSubject, ConsumerPlan> bySubject = new HashMap<>();
    private final KeyIndex index;
    private final Key[] keys;

    /** @param result what is answered for it */
    private record Key(String sha256, long notBeforeMillis, long expiresMillis, Result result) {
        boolean isTimely() {
            if (notBeforeMillis == Long.MIN_VALUE && expiresMillis == Long.MAX_VALUE) {
                return true;
            }
            long now = System.currentTimeMillis();
            return now >= notBeforeMillis && now < expiresMillis;
        }
    }

    private static final class Scratch {
        final MessageDigest sha256;
        final byte[] hash = new byte[32];
        final byte[] key = new byte[LONGEST_KEY];

        Scratch() {
            try {
                sha256 = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException impossible) {
                throw new IllegalStateException("every Java platform has SHA-256", impossible);
            }
        }
    }

    public Consumers(List<Consumer> consumers, Revocations revocations) {
        this.revocations = revocations;
        all = List.copyOf(consumers);
        List<Key> found = new ArrayList<>();
        List<KeyIndex.Entry> entries = new ArrayList<>();
        for (Consumer consumer : all) {
            ConsumerPlan plan = ConsumerPlan.declared(
                    consumer.name(),
                    new LinkedHashSet<>(consumer.groups()),
                    consumer.plan().orElse(""));
            plans.put(consumer.name(), plan);
            consumer.tokens().forEach(subject -> bySubject.put(subject, plan));
            Identity identity = identity(plan, API_KEY);
            for (Consumer.ApiKey key : consumer.apiKeys()) {
                entries.add(new KeyIndex.Entry(key.sha256(), found.size()));
                found.add(key(key, identity));
            }
        }
        index = new KeyIndex(entries);
        keys = found.toArray(Key[]::new);
    }

    private static Key key(Consumer.ApiKey key, Identity owner) {
        return new Key(
                key.sha256(),
                key.notBefore().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE),
                key.expires().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE),
                new Result.Known(owner.allowing(key.scopes())));
    }

    private static Identity identity(ConsumerPlan plan, String method) {
        return new Identity(plan, method, Set.of(), Map.of(), IdentityFields.lines(plan));
    }

    /** Somebody whom the document does not declare. */
    static Identity undeclared(String name, String method) {
        return identity(new ConsumerPlan(name, Set.of(), name.getBytes(StandardCharsets.UTF_8)), method);
    }

    List<Consumer> all() {
        return all;
    }

    /** The document's consumer of that name, or null. */
    @Nullable
    ConsumerPlan find(String name) {
        return plans.get(name);
    }

    /** Whom tokens of {@code issuer} mean: who is declared with that subject, else the consumer of that name, or null. */
    @Nullable
    ConsumerPlan bySubject(String issuer, String subject) {
        ConsumerPlan declared = bySubject.get(new Consumer.TokenSubject(issuer, subject));
        return declared == null ? plans.get(subject) : declared;
    }

    /** The declared consumer {@code name}, as {@code method} shows it. */
    Identity named(String name, String method) {
        ConsumerPlan plan = plans.get(name);
        if (plan == null) {
            throw new IllegalArgumentException("there is no consumer \"" + name + "\"");
        }
        return identity(plan, method);
    }

    /** Known, wrong or {@link #UNKNOWN}: whose key {@code buffer[start, end)} is. */
    Result byKey(byte[] buffer, int start, int end) {
        if (end - start > LONGEST_KEY) {
            return Result.WRONG;
        }
        Scratch scratch = SCRATCH.get();
        scratch.sha256.update(buffer, start, end - start);
        try {
            scratch.sha256.digest(scratch.hash, 0, scratch.hash.length);
        } catch (DigestException impossible) {
            throw new IllegalStateException(impossible);
        }
        int found = index.find(scratch.hash);
        if (found == KeyIndex.NOBODY) {
            return UNKNOWN;
        }
        Key key = keys[found];
        boolean good = key.isTimely() && !revocations.isRevoked(Revocations.Kind.API_KEY, key.sha256);
        return good ? key.result : Result.WRONG;
    }

    /** The same for a key that is still percent-encoded, as queries have it. */
    Result byEncodedKey(byte[] buffer, int start, int end) {
        byte[] key = SCRATCH.get().key;
        int length = QueryBytes.decode(buffer, start, end, key);
        return length < 0 ? Result.WRONG : byKey(key, 0, length);
    }
}
