package io.weir.node.control.access;

import io.weir.node.control.access.TokenText.Stored;
import io.weir.node.control.shared.SharedEntries;
import io.weir.node.state.AdminRole;
import io.weir.node.state.AdminTokens;
import io.weir.node.state.Spread;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Tokens in shared entries. A token is {@code weir_ID_SECRET}; what is kept is the SHA-256 of the secret, which is 256
 * random bits, so nothing slower than a hash is needed. When a token was last used is told the others now and then.
 */
public final class ClusterTokens implements AdminTokens {
    private static final String PREFIX = "weir_";
    private static final int SHARDS = 16;
    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 32;
    private static final int LONGEST = 100;
    private static final String USED = "/used";
    private static final Duration USE_TOLD_EVERY = Duration.ofMinutes(5);

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Stored> tokens = new ConcurrentHashMap<>();
    private final Map<String, Instant> used = new ConcurrentHashMap<>();
    private final SharedEntries entries;

    private ClusterTokens(ActorSystem<?> system) {
        entries = SharedEntries.start(system, "admin-tokens", SHARDS, this::changed);
    }

    /** Before the node joins. */
    public static ClusterTokens start(ActorSystem<?> system) {
        return new ClusterTokens(system);
    }

    private void changed(Map<String, String> texts) {
        texts.forEach((id, text) -> {
            if (id.endsWith(USED)) {
                usedElsewhere(id.substring(0, id.length() - USED.length()), text);
                return;
            }
            Stored stored = text.isEmpty() ? null : TokenText.parse(id, text);
            if (stored == null) {
                tokens.remove(id);
                used.remove(id);
            } else {
                tokens.put(id, stored);
            }
        });
    }

    private void usedElsewhere(String id, String text) {
        if (!text.isEmpty()) {
            Instant then = Instant.ofEpochMilli(Long.parseLong(text));
            used.merge(id, then, (known, told) -> told.isAfter(known) ? told : known);
        }
    }

    @Override
    public CompletionStage<Issued> create(String name, AdminRole role, Optional<Instant> expires, String by) {
        String id = HexFormat.of().formatHex(bytes(ID_BYTES));
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(SECRET_BYTES));
        Token token = new Token(id, name, role, Instant.now(), expires, by, Optional.empty());
        return entries.put(id, TokenText.of(token, sha256(secret)))
                .thenApply(spread -> new Issued(token, PREFIX + id + '_' + secret, spread));
    }

    @Override
    public CompletionStage<Spread> revoke(String id) {
        return entries.remove(id).thenApply(spread -> {
            entries.forget(List.of(id + USED));
            return spread;
        });
    }

    @Override
    public Optional<Token> find(String secret, Instant now) {
        int end = PREFIX.length() + 2 * ID_BYTES;
        if (secret.length() <= end + 1
                || secret.length() > LONGEST
                || !secret.startsWith(PREFIX)
                || secret.charAt(end) != '_') {
            return Optional.empty();
        }
        Stored stored = tokens.get(secret.substring(PREFIX.length(), end));
        byte[] digest = sha256(secret.substring(end + 1));
        // The id is no secret; an unknown one takes as long as a wrong secret.
        boolean right = MessageDigest.isEqual(digest, stored == null ? new byte[digest.length] : stored.digest());
        if (stored == null || !right || isOver(stored.token(), now)) {
            return Optional.empty();
        }
        use(stored.token().id(), now);
        return Optional.of(stored.token());
    }

    private static boolean isOver(Token token, Instant now) {
        return token.expires().filter(end -> !now.isBefore(end)).isPresent();
    }

    private void use(String id, Instant now) {
        Instant before = used.get(id);
        if (before == null || before.plus(USE_TOLD_EVERY).isBefore(now)) {
            used.put(id, now);
            entries.mention(id + USED, Long.toString(now.toEpochMilli()));
        }
    }

    @Override
    public List<Token> list() {
        return tokens.values().stream()
                .map(Stored::token)
                .map(token -> new Token(
                        token.id(),
                        token.name(),
                        token.role(),
                        token.created(),
                        token.expires(),
                        token.by(),
                        Optional.ofNullable(used.get(token.id()))))
                .sorted(Comparator.comparing(Token::created).thenComparing(Token::id))
                .toList();
    }

    @Override
    public boolean caughtUp() {
        return entries.caughtUp();
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
