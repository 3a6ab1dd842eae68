package io.weir.node.filter.auth.token;

import io.weir.config.formation.NodeSettings;
import io.weir.config.model.ClaimMapping;
import io.weir.config.model.Credential;
import io.weir.config.model.SecretRef;
import io.weir.config.model.TokenKeys;
import io.weir.node.decide.auth.Claims;
import io.weir.node.decide.auth.RoleClaims;
import io.weir.node.state.AdminIssuer;
import io.weir.node.state.AdminRole;
import io.weir.node.state.Revocations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Roles by the tokens of an issuer, verified as those of the data plane are. Thread-safe, never blocks. */
public final class IssuedRoles implements AdminIssuer {
    private static final Duration LEEWAY = Duration.ofSeconds(30);
    private static final int LONGEST_NAME = 256;
    private static final List<AdminRole> RANKS = List.of(AdminRole.ADMIN, AdminRole.OPERATOR, AdminRole.VIEWER);

    private final TokenJudge judge;
    private final RoleClaims roles;
    private final String nameClaim;
    private final Revocations revocations;
    private final Executor executor;

    private IssuedRoles(
            TokenJudge judge, RoleClaims roles, String nameClaim, Revocations revocations, Executor executor) {
        this.judge = judge;
        this.roles = roles;
        this.nameClaim = nameClaim;
        this.revocations = revocations;
        this.executor = executor;
    }

    /**
     * Begins to fetch the issuer's keys. Blocks on the disk.
     *
     * @param executor where answers come that have to be waited for
     * @throws io.weir.node.state.Stager.StagingException when a file that is referred to cannot be used
     */
    public static AdminIssuer of(
            NodeSettings.AdminOidc oidc, IdentityProviders providers, Revocations revocations, Executor executor) {
        NodeSettings.AdminClients roles = oidc.roles();
        RoleClaims claims = new RoleClaims(
                oidc.roleClaim(),
                List.of(Set.copyOf(roles.admins()), Set.copyOf(roles.operators()), Set.copyOf(roles.viewers())));
        return new IssuedRoles(providers.judge(credential(oidc)), claims, oidc.nameClaim(), revocations, executor);
    }

    private static Credential.Jwt credential(NodeSettings.AdminOidc oidc) {
        Optional<SecretRef> trust = oidc.trust()
                .map(file ->
                        new SecretRef(SecretRef.Kind.FILE, file.toAbsolutePath().toString()));
        TokenKeys keys = oidc.jwks().isPresent()
                ? new TokenKeys.Published(oidc.jwks().get(), trust)
                : new TokenKeys.Discovered(Optional.empty(), trust);
        return new Credential.Jwt(
                oidc.issuer(),
                oidc.audience(),
                keys,
                List.of(),
                LEEWAY,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ClaimMapping.DEFAULT);
    }

    @Override
    public CompletionStage<Answer> holder(String token) {
        byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
        byte[] hash = Logins.hash(bytes);
        VerifiedToken known = judge.known(hash);
        if (known != null) {
            return CompletableFuture.completedFuture(holder(known));
        }
        CompletableFuture<TokenJudge.Outcome> later = new CompletableFuture<>();
        TokenJudge.Outcome outcome = judge.verify(hash, bytes, executor, later::complete);
        if (outcome != null) {
            later.complete(outcome);
        }
        return later.thenApply(this::answer);
    }

    private Answer answer(TokenJudge.Outcome outcome) {
        if (outcome instanceof TokenJudge.Outcome.Good good) {
            return holder(good.token());
        }
        return outcome instanceof TokenJudge.Outcome.Unknown ? Answer.UNKNOWN : Answer.NOBODY;
    }

    private Answer holder(VerifiedToken token) {
        Map<String, Object> claims = token.claims();
        String name = Claims.text(claims, nameClaim);
        String id = Claims.text(claims, "jti");
        boolean revoked = !id.isEmpty() && revocations.isRevoked(Revocations.Kind.TOKEN, id);
        if (revoked || !isName(name)) {
            return Answer.NOBODY;
        }
        return roles.rank(claims)
                .<Answer>map(rank -> new Answer.Holder(name, RANKS.get(rank)))
                .orElseGet(() -> new Answer.NoRole(name));
    }

    /** It goes into the history, the audit log and what tokens and revocations are kept as, where a tab ends it. */
    private static boolean isName(String name) {
        return !name.isBlank() && name.length() <= LONGEST_NAME && name.chars().noneMatch(Character::isISOControl);
    }
}
