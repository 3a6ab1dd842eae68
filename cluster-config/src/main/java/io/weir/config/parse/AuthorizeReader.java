package io.weir.config.parse;

import io.weir.config.expression.Expression;
import io.weir.config.expression.Variables;
import io.weir.config.model.AccessRule;
import io.weir.config.model.Policy;
import java.util.List;
import java.util.Optional;

/** Reads {@code authorize}: a tree of all-of, any-of and not whose leaves ask something of the request. */
final class AuthorizeReader {
    static final String EXPECTED =
            "one of all-of, any-of, not, anyone, authenticated, group, scope, claim, consumer, plan, method, certificate, cel";
    private static final List<String> KINDS = List.of(
            "all-of",
            "any-of",
            "not",
            "anyone",
            "authenticated",
            "group",
            "scope",
            "claim",
            "consumer",
            "plan",
            "method",
            "certificate",
            "cel",
            "groups");
    private static final String CEL = "an expression that is true or false, about " + Variables.names();
    private static final String TEXT = "text of at most 500 characters";
    private static final int DEEPEST = 8;
    private static final int LONGEST = 500;
    private static final AccessRule NOBODY = new AccessRule.AnyOf(List.of());

    private AuthorizeReader() {}

    static Policy read(String name, Fields fields) {
        return new Policy.Authorize(name, rule(fields, 1));
    }

    private static AccessRule rule(Fields fields, int depth) {
        if (depth > DEEPEST) {
            fields.reading().mistakes().add(fields.place(), "is nested too deeply", "at most " + DEEPEST + " levels");
            return NOBODY;
        }
        long kinds = KINDS.stream().filter(fields::has).count();
        Optional<AccessRule> rule = items(fields, "all-of", depth)
                .<AccessRule>map(AccessRule.AllOf::new)
                .or(() -> items(fields, "any-of", depth).map(AccessRule.AnyOf::new))
                .or(() -> fields.child("not", EXPECTED).map(item -> new AccessRule.Not(rule(item, depth + 1))))
                .or(() -> leaf(fields));
        if (depth == 1) {
            rule = rule.or(() -> groups(fields));
        }
        fields.end();
        if (kinds != 1) {
            fields.reading().mistakes().add(fields.place(), "is not exactly one condition", EXPECTED);
        }
        return rule.orElse(NOBODY);
    }

    private static Optional<List<AccessRule>> items(Fields fields, String field, int depth) {
        if (!fields.has(field)) {
            return Optional.empty();
        }
        List<AccessRule> items = fields.items(
                field,
                "conditions",
                (item, path) -> rule(Fields.of(fields.reading(), item, path, EXPECTED), depth + 1));
        if (items.isEmpty()) {
            fields.mistake(field, "is empty", "at least one condition");
        }
        return Optional.of(items);
    }

    private static Optional<AccessRule> leaf(Fields fields) {
        return fields.value("anyone", AuthorizeReader::isTrue, "true")
                .<AccessRule>map(always -> new AccessRule.Anyone())
                .or(() -> fields.value("authenticated", AuthorizeReader::isTrue, "true")
                        .map(always -> new AccessRule.Authenticated()))
                .or(() -> fields.value("group", AuthorizeReader::text, TEXT).map(AccessRule.Group::new))
                .or(() -> fields.value("scope", Terms::scope, Terms.SCOPE).map(AccessRule.Scope::new))
                .or(() -> fields.child("claim", "{ name: dept, value: sales }").map(AuthorizeReader::claim))
                .or(() -> fields.value("consumer", AuthorizeReader::text, TEXT).map(AccessRule.ConsumerNamed::new))
                .or(() -> fields.value("plan", Terms::name, Terms.NAME).map(AccessRule.Plan::new))
                .or(() -> methods(fields))
                .or(() -> fields.child("certificate", "{ san: \"*.example.com\" }")
                        .map(AuthorizeReader::certificate))
                .or(() -> cel(fields));
    }

    private static Optional<AccessRule> cel(Fields fields) {
        Optional<String> text = fields.value("cel", Optional::of, CEL);
        return text.map(said -> {
            Expression.Checked checked = Expression.check(said);
            checked.mistakes().forEach(mistake -> fields.mistake("cel", mistake, CEL));
            return checked.mistakes().isEmpty() ? new AccessRule.Cel(said, checked.variables()) : NOBODY;
        });
    }

    private static Optional<Boolean> isTrue(String text) {
        return Terms.truth(text).filter(always -> always);
    }

    private static Optional<String> text(String text) {
        return text.isEmpty() || text.length() > LONGEST ? Optional.empty() : Optional.of(text);
    }

    private static AccessRule claim(Fields fields) {
        AccessRule claim = new AccessRule.Claim(
                fields.required("name", AuthorizeReader::text, TEXT, ""),
                fields.required("value", AuthorizeReader::text, TEXT, ""));
        fields.end();
        return claim;
    }

    private static Optional<AccessRule> methods(Fields fields) {
        List<String> methods = fields.oneOrMore("method", Terms.METHOD, Terms::method);
        if (fields.isEmptyList("method")) {
            fields.mistake("method", "is empty", "at least one method");
        }
        return fields.has("method") ? Optional.of(new AccessRule.Method(methods)) : Optional.empty();
    }

    private static AccessRule certificate(Fields fields) {
        AccessRule.Certificate rule = new AccessRule.Certificate(
                fields.value("san", AuthorizeReader::text, TEXT),
                fields.value("subject", AuthorizeReader::text, TEXT),
                fields.value("issuer", AuthorizeReader::text, TEXT));
        fields.end();
        if (rule.san().or(rule::subject).or(rule::issuer).isEmpty()) {
            fields.reading().mistakes().add(fields.place(), "has no pattern", "san, subject or issuer");
        }
        return rule;
    }

    private static Optional<AccessRule> groups(Fields fields) {
        List<String> groups = fields.words("groups", "a group's name", Terms::name);
        if (!fields.has("groups")) {
            return Optional.empty();
        }
        if (groups.isEmpty()) {
            fields.mistake("groups", "has no group", "at least one group");
        }
        return Optional.of(AccessRule.groups(groups));
    }
}
