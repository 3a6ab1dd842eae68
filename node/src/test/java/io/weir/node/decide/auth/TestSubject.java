package io.weir.node.decide.auth;

import io.weir.config.expression.Variables;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Somebody who calls, in plain values. */
record TestSubject(
        boolean isKnown,
        Set<String> groups,
        Set<String> scopes,
        Map<String, Object> claims,
        String consumer,
        String plan,
        String method,
        @Nullable X509Certificate certificate)
        implements Subject {
    static final TestSubject NOBODY = new TestSubject(false, Set.of(), Set.of(), Map.of(), "", "", "GET", null);

    static TestSubject acme() {
        return new TestSubject(
                true,
                Set.of("gold", "/eu/staff"),
                Set.of("orders:read"),
                Map.of(
                        "dept",
                        "sales",
                        "level",
                        7L,
                        "beta",
                        true,
                        "roles",
                        List.of("clerk", 3L),
                        "realm_access",
                        Map.of("roles", List.of("admin")),
                        "https://id.example.com/tier",
                        "one"),
                "acme",
                "large",
                "GET",
                null);
    }

    TestSubject with(String newMethod) {
        return new TestSubject(isKnown, groups, scopes, claims, consumer, plan, newMethod, certificate);
    }

    TestSubject with(Set<String> newScopes) {
        return new TestSubject(isKnown, groups, newScopes, claims, consumer, plan, method, certificate);
    }

    TestSubject showing(X509Certificate shown) {
        return new TestSubject(isKnown, groups, scopes, claims, consumer, plan, method, shown);
    }

    @Override
    public @Nullable Object value(String variable) {
        return switch (variable) {
            case Variables.METHOD -> method;
            case Variables.CLAIMS -> isKnown ? claims : null;
            case Variables.GROUPS -> isKnown ? List.copyOf(groups) : null;
            default -> null;
        };
    }

    @Override
    public boolean isAuthenticated() {
        return isKnown;
    }

    @Override
    public boolean isInGroup(String group) {
        return groups.contains(group);
    }

    @Override
    public boolean hasScope(String scope) {
        return scopes.contains(scope);
    }

    @Override
    public @Nullable Object claim(String name) {
        return claims.get(name);
    }
}
