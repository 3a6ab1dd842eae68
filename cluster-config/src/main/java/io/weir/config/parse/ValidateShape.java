package io.weir.config.parse;

import io.weir.config.model.Validation;
import io.weir.config.model.Validation.JsonLimits;

/** How the policy {@code validate} is written. */
final class ValidateShape {
    private ValidateShape() {}

    /** Puts the rule's one field into {@code policy}. */
    static void put(Shape policy, Validation validation) {
        Shape rule = new Shape()
                .putUnless("max-body", (long) validation.bodyBytes(), (long) Validation.BODY_BYTES, Units::size);
        Shape limits = limits(validation.json());
        if (validation.contract().isEmpty()) {
            rule.put("json", limits.fields());
        } else {
            rule.putShape("json", limits);
        }
        validation.contract().ifPresent(contract -> put(rule, contract));
        policy.put("validate", rule.fields());
    }

    private static Shape limits(JsonLimits json) {
        JsonLimits usual = JsonLimits.DEFAULT;
        return new Shape()
                .putUnless("max-depth", json.depth(), usual.depth())
                .putUnless("max-members", json.members(), usual.members())
                .putUnless("max-items", json.items(), usual.items())
                .putUnless("max-string", json.string(), usual.string())
                .putUnless("max-name", json.name(), usual.name())
                .putUnless("duplicate-keys", json.duplicates(), usual.duplicates(), allowed -> "allow");
    }

    private static void put(Shape rule, Validation.Contract contract) {
        if (contract instanceof Validation.Schema schema) {
            rule.put("schema", source(schema.source())).putUnless("required", schema.required(), true, yes -> yes);
        } else if (contract instanceof Validation.OpenApi openApi) {
            rule.put("openapi", source(openApi.source()))
                    .putIfPresent("base-path", openApi.basePath(), path -> path.isEmpty() ? "/" : path)
                    .putWords("unchecked", openApi.unchecked());
        } else {
            throw new IllegalStateException("no way to write " + contract);
        }
    }

    static Object source(Validation.Source source) {
        if (source instanceof Validation.InFile file) {
            return file.reference();
        }
        return JsonValues.object(((Validation.Inline) source).json());
    }
}
