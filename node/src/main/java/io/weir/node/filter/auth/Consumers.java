package io.weir.node.filter.auth;

import io.weir.config.model.Consumer;
import io.weir.node.decide.auth.KeyIndex;
import io.weir.node.decide.route.QueryBytes;
import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.Identity;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private final KeyIndex index;
    private final Identity[] identities;
    private final Map<String, Consumer> byName = new HashMap<>();

    private static Identity identity(Consumer consumer, String method) {
        String lines = "X-Consumer-Name: " + consumer.name() + "\r\n"
                + (consumer.groups().isEmpty()
                        ? ""
                        : "X-Consumer-Groups: " + String.join(", ", consumer.groups()) + "\r\n");
        ConsumerPlan plan = new ConsumerPlan(
                consumer.name(),
                new LinkedHashSet<>(consumer.groups()),
                consumer.name().getBytes(StandardCharsets.UTF_8));
        return new Identity(plan, method, Set.of(), Map.of(), lines.getBytes(StandardCharsets.UTF_8));
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

    public Consumers(List<Consumer> consumers) {
        consumers.forEach(consumer -> byName.put(consumer.name(), consumer));
        identities = consumers.stream()
                .map(consumer -> identity(consumer, "api-key"))
                .toArray(Identity[]::new);
        List<KeyIndex.Entry> entries = new ArrayList<>();
        for (int i = 0; i < identities.length; i++) {
            for (Consumer.ApiKey key : consumers.get(i).apiKeys()) {
                entries.add(new KeyIndex.Entry(key.sha256(), i));
            }
        }
        index = new KeyIndex(entries);
    }

    /** The declared consumer {@code name}, as {@code method} shows it. */
    Identity named(String name, String method) {
        Consumer consumer = byName.get(name);
        if (consumer == null) {
            throw new IllegalArgumentException("there is no consumer \"" + name + "\"");
        }
        return identity(consumer, method);
    }

    /** Whose key {@code buffer[start, end)} is, or null. */
    @Nullable
    Identity byKey(byte[] buffer, int start, int end) {
        if (end - start > LONGEST_KEY) {
            return null;
        }
        Scratch scratch = SCRATCH.get();
        scratch.sha256.update(buffer, start, end - start);
        try {
            scratch.sha256.digest(scratch.hash, 0, scratch.hash.length);
        } catch (DigestException impossible) {
            throw new IllegalStateException(impossible);
        }
        int owner = index.find(scratch.hash);
        return owner == KeyIndex.NOBODY ? null : identities[owner];
    }

    /** The same for a key that is still percent-encoded, as queries have it. */
    @Nullable
    Identity byEncodedKey(byte[] buffer, int start, int end) {
        byte[] key = SCRATCH.get().key;
        int length = QueryBytes.decode(buffer, start, end, key);
        return length < 0 ? null : byKey(key, 0, length);
    }
}
