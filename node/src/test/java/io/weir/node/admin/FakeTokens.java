package io.weir.node.admin;

import io.weir.node.state.AdminRole;
import io.weir.node.state.AdminTokens;
import io.weir.node.state.Spread;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Tokens in memory; the secret of a token is "secret-of-" and its name. */
final class FakeTokens implements AdminTokens {
    final Map<String, Token> bySecret = new ConcurrentHashMap<>();
    volatile Spread spread = new Spread(List.of("node-1", "node-2"), List.of(), true);

    String secretOf(String name, AdminRole role) {
        return create(name, role, Optional.empty(), "test")
                .toCompletableFuture()
                .join()
                .secret();
    }

    @Override
    public CompletionStage<Issued> create(String name, AdminRole role, Optional<Instant> expires, String by) {
        Token token = new Token("id-" + name, name, role, Instant.now(), expires, by, Optional.empty());
        bySecret.put("secret-of-" + name, token);
        return CompletableFuture.completedFuture(new Issued(token, "secret-of-" + name, spread));
    }

    @Override
    public CompletionStage<Spread> revoke(String id) {
        bySecret.values().removeIf(token -> token.id().equals(id));
        return CompletableFuture.completedFuture(spread);
    }

    @Override
    public Optional<Token> find(String secret, Instant now) {
        return Optional.ofNullable(bySecret.get(secret));
    }

    @Override
    public List<Token> list() {
        return List.copyOf(bySecret.values());
    }

    @Override
    public boolean caughtUp() {
        return true;
    }
}
