package io.weir.node.decide.auth;

import io.weir.config.expression.Expression;
import io.weir.config.model.AccessRule;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A condition of an {@link AccessRule}, ready to be asked. Immutable, thread-safe. */
interface Access {
    Truth ask(Subject subject);

    /**
     * All scopes with which it would hold, everything else being as it is (RFC 6750 §3.1); none: the scopes do not matter;
     * empty: no scope would help. Only for somebody who is refused.
     */
    default Optional<Set<String>> scopes(Subject subject) {
        return ask(subject) == Truth.YES ? Optional.of(Set.of()) : Optional.empty();
    }

    static Access of(AccessRule rule) {
        if (rule instanceof AccessRule.AllOf all) {
            return new AllAccess(each(all.items()));
        } else if (rule instanceof AccessRule.AnyOf any) {
            return new AnyAccess(each(any.items()));
        } else if (rule instanceof AccessRule.Not not) {
            Access item = of(not.item());
            return subject -> item.ask(subject).negated();
        } else if (rule instanceof AccessRule.Certificate certificate) {
            return new CertificateAccess(certificate);
        } else if (rule instanceof AccessRule.Method method) {
            return new MethodAccess(method);
        } else if (rule instanceof AccessRule.Anyone) {
            return subject -> Truth.YES;
        } else if (rule instanceof AccessRule.Cel cel) {
            return new ExpressionAccess(Expression.of(cel.text()));
        }
        return ofCaller(rule);
    }

    /** Of a caller who is not known nothing can be said. */
    private static Access ofCaller(AccessRule rule) {
        if (rule instanceof AccessRule.Authenticated) {
            return subject -> subject.isAuthenticated() ? Truth.YES : Truth.UNKNOWN;
        } else if (rule instanceof AccessRule.Group group) {
            return subject -> subject.isKnown() ? Truth.of(subject.isInGroup(group.name())) : Truth.UNKNOWN;
        } else if (rule instanceof AccessRule.Scope scope) {
            return new ScopeAccess(scope.name());
        } else if (rule instanceof AccessRule.Claim claim) {
            return new ClaimAccess(claim);
        } else if (rule instanceof AccessRule.ConsumerNamed consumer) {
            return subject -> subject.isKnown() ? Truth.of(consumer.name().equals(subject.consumer())) : Truth.UNKNOWN;
        } else if (rule instanceof AccessRule.Plan plan) {
            return subject -> subject.isKnown() ? Truth.of(plan.name().equals(subject.plan())) : Truth.UNKNOWN;
        }
        throw new IllegalStateException("no way to decide " + rule);
    }

    private static Access[] each(List<AccessRule> rules) {
        return rules.stream().map(Access::of).toArray(Access[]::new);
    }
}
