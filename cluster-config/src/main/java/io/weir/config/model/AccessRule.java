package io.weir.config.model;

import io.weir.config.expression.Variables;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Who may use a route, and how. What is not known of a request makes no condition true, not even by {@link Not}. */
public sealed interface AccessRule {
    record AllOf(List<AccessRule> items) implements AccessRule {
        public AllOf {
            items = List.copyOf(items);
        }
    }

    record AnyOf(List<AccessRule> items) implements AccessRule {
        public AnyOf {
            items = List.copyOf(items);
        }
    }

    record Not(AccessRule item) implements AccessRule {}

    /** Everybody, known or not: what is public on purpose. */
    record Anyone() implements AccessRule {}

    /** Somebody who has shown a credential, whoever it is. */
    record Authenticated() implements AccessRule {}

    /** The consumer is in the group. */
    record Group(String name) implements AccessRule {}

    /** The credential has the scope (RFC 6749 §3.3). */
    record Scope(String name) implements AccessRule {}

    /**
     * The token's claim, as text, is the value, or is a list that has it.
     *
     * @param name of a claim, or the way to one within others with dots between: {@code realm_access.roles}
     */
    record Claim(String name, String value) implements AccessRule {}

    record ConsumerNamed(String name) implements AccessRule {}

    /** What the consumer has subscribed to. */
    record Plan(String name) implements AccessRule {}

    /** One of these methods; whoever may GET may HEAD. */
    record Method(List<String> names) implements AccessRule {
        public Method {
            names = List.copyOf(names);
        }
    }

    /**
     * The client's verified certificate; all patterns that are there must hold. In a pattern {@code *} stands for anything.
     *
     * @param san one of its alternative names (DNS, address, e-mail or URI)
     * @param subject its subject as RFC 2253 writes it
     * @param issuer likewise
     */
    record Certificate(Optional<String> san, Optional<String> subject, Optional<String> issuer) implements AccessRule {}

    /**
     * An expression of CEL, checked when the document was read.
     *
     * @param variables what it speaks of
     */
    record Cel(String text, Set<String> variables) implements AccessRule {
        public Cel {
            variables = Set.copyOf(variables);
        }
    }

    /** Whether one of the conditions that it is made of is {@code wanted}. */
    default boolean has(Predicate<AccessRule> wanted) {
        if (this instanceof AllOf all) {
            return all.items().stream().anyMatch(item -> item.has(wanted));
        } else if (this instanceof AnyOf any) {
            return any.items().stream().anyMatch(item -> item.has(wanted));
        } else if (this instanceof Not not) {
            return not.item().has(wanted);
        }
        return wanted.test(this);
    }

    /** Whether something in it can only be said of somebody who has been identified. */
    default boolean asksWhoCalls() {
        return has(condition -> condition instanceof Cel cel
                ? cel.variables().stream().anyMatch(Variables::isOfConsumer)
                : !(condition instanceof Anyone || condition instanceof Method || condition instanceof Certificate));
    }

    default boolean asksForCertificate() {
        return has(condition -> condition instanceof Certificate
                || condition instanceof Cel cel && cel.variables().stream().anyMatch(Variables::isOfCertificate));
    }

    /** In one of the groups. */
    static AccessRule groups(List<String> names) {
        return new AnyOf(names.stream().<AccessRule>map(Group::new).toList());
    }
}
