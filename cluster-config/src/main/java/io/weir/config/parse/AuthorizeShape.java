package io.weir.config.parse;

import io.weir.config.model.AccessRule;
import java.util.Map;

/** How access rules are written. */
final class AuthorizeShape {
    private AuthorizeShape() {}

    static Map<String, Object> of(AccessRule rule) {
        Shape shape = new Shape();
        if (rule instanceof AccessRule.AllOf all) {
            shape.put("all-of", all.items().stream().map(AuthorizeShape::of).toList());
        } else if (rule instanceof AccessRule.AnyOf any) {
            shape.put("any-of", any.items().stream().map(AuthorizeShape::of).toList());
        } else if (rule instanceof AccessRule.Not not) {
            shape.put("not", of(not.item()));
        } else {
            putLeaf(shape, rule);
        }
        return shape.fields();
    }

    private static void putLeaf(Shape shape, AccessRule rule) {
        if (rule instanceof AccessRule.Anyone) {
            shape.put("anyone", true);
        } else if (rule instanceof AccessRule.Authenticated) {
            shape.put("authenticated", true);
        } else if (rule instanceof AccessRule.Group group) {
            shape.put("group", group.name());
        } else if (rule instanceof AccessRule.Scope scope) {
            shape.put("scope", scope.name());
        } else if (rule instanceof AccessRule.Claim claim) {
            shape.put(
                    "claim",
                    new Shape()
                            .put("name", claim.name())
                            .put("value", claim.value())
                            .fields());
        } else if (rule instanceof AccessRule.ConsumerNamed consumer) {
            shape.put("consumer", consumer.name());
        } else if (rule instanceof AccessRule.Plan plan) {
            shape.put("plan", plan.name());
        } else if (rule instanceof AccessRule.Method method) {
            shape.put("method", method.names());
        } else if (rule instanceof AccessRule.Certificate certificate) {
            shape.put("certificate", certificate(certificate));
        } else if (rule instanceof AccessRule.Cel cel) {
            shape.put("cel", cel.text());
        } else {
            throw new IllegalStateException("no way to write " + rule);
        }
    }

    private static Map<String, Object> certificate(AccessRule.Certificate rule) {
        return new Shape()
                .putIfPresent("san", rule.san(), text -> text)
                .putIfPresent("subject", rule.subject(), text -> text)
                .putIfPresent("issuer", rule.issuer(), text -> text)
                .fields();
    }
}
