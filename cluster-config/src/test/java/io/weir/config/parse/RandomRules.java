package io.weir.config.parse;

import io.weir.config.model.AccessRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Access rules with every condition. */
final class RandomRules {
    private final Random random;
    private final List<AccessRule> leaves = new ArrayList<>(List.of(
            new AccessRule.Anyone(),
            new AccessRule.Authenticated(),
            new AccessRule.Group("gold"),
            new AccessRule.Scope("orders:write"),
            new AccessRule.Claim("realm_access.roles", "a \"b\": {c}"),
            new AccessRule.ConsumerNamed("https://id.example.com/users/7"),
            new AccessRule.Plan("basic"),
            new AccessRule.Cel(
                    "consumer.claims.dept == \"sales\" && request.path.startsWith('/eu')",
                    Set.of("consumer.claims", "request.path")),
            new AccessRule.Method(List.of("GET", "HEAD"))));

    /** @param clientsAreAsked whether a listener asks for certificates */
    RandomRules(Random random, boolean clientsAreAsked) {
        this.random = random;
        if (clientsAreAsked) {
            leaves.add(new AccessRule.Certificate(
                    Optional.of("*.example.com"), Optional.empty(), Optional.of("CN=*, O=x")));
        }
    }

    /** @param depth at most so many levels above the leaves */
    AccessRule next(int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(4)) {
            case 0 -> leaves.get(random.nextInt(leaves.size()));
            case 1 -> new AccessRule.AllOf(List.of(next(depth - 1), next(depth - 1)));
            case 2 -> new AccessRule.AnyOf(List.of(next(depth - 1)));
            default -> new AccessRule.Not(next(depth - 1));
        };
    }
}
