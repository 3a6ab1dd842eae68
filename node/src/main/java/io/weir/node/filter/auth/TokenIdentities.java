package io.weir.node.filter.auth;

import io.weir.config.model.ClaimMapping;
import io.weir.node.decide.auth.Claims;
import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.Identity;
import io.weir.node.state.Revocations;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes identities of what tokens say: who of the document's consumers it is, or somebody who is only named there. */
final class TokenIdentities {
    private static final int LONGEST_NAME = 256;

    private final Consumers consumers;
    private final Revocations revocations;
    private final String issuer;
    private final ClaimMapping mapping;
    private final String method;

    TokenIdentities(Consumers consumers, Revocations revocations, String issuer, ClaimMapping mapping, String method) {
        this.consumers = consumers;
        this.revocations = revocations;
        this.issuer = issuer;
        this.mapping = mapping;
        this.method = method;
    }

    /** Null when the claims name nobody, somebody who is not let in, or a token that is revoked. */
    @Nullable
    Identity of(Map<String, Object> claims) {
        String subject = Claims.text(claims, mapping.consumer());
        String id = Claims.text(claims, "jti");
        boolean revoked = !id.isEmpty() && revocations.isRevoked(Revocations.Kind.TOKEN, id);
        if (subject.isEmpty() || subject.length() > LONGEST_NAME || revoked) {
            return null;
        }
        ConsumerPlan declared = consumers.bySubject(issuer, subject);
        return declared == null && mapping.declaredOnly() ? null : identity(claims, subject, declared);
    }

    private Identity identity(Map<String, Object> claims, String subject, @Nullable ConsumerPlan declared) {
        Set<String> groups = new LinkedHashSet<>(declared == null ? Set.of() : declared.groups());
        mapping.groups().ifPresent(claim -> groups.addAll(Claims.words(claims, claim)));
        Set<String> scopes = new LinkedHashSet<>(Claims.words(claims, mapping.scopes()));
        ConsumerPlan plan = declared == null
                ? new ConsumerPlan(subject, groups, subject.getBytes(StandardCharsets.UTF_8))
                : ConsumerPlan.declared(declared.name(), groups, declared.plan());
        return new Identity(plan, method, scopes, claims, IdentityFields.lines(plan));
    }
}
