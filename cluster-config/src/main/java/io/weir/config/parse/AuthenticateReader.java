package io.weir.config.parse;

import io.weir.config.model.Credential;
import io.weir.config.model.Guessing;
import io.weir.config.model.IdentityTemplate;
import io.weir.config.model.Policy;
import io.weir.config.model.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code authenticate}: a tree of any-of and all-of whose leaves are credentials. */
final class AuthenticateReader {
    private static final String BRANCHES = "any-of or all-of, exactly one";
    private static final String TEMPLATE =
            "text with {consumer.name}, {consumer.groups}, {consumer.plan}, {scope} or {claim.NAME} in it";
    private static final int DEEPEST = 4;

    private AuthenticateReader() {}

    static Policy read(String name, Fields fields) {
        boolean forward =
                fields.value("forward-credentials", Terms::truth, Terms.TRUTH).orElse(false);
        Requirement requirement = branch(fields, 1).orElseGet(Requirement::anyOf);
        if (fields.has("any-of") == fields.has("all-of")) {
            fields.reading().mistakes().add(fields.place(), "needs one of any-of and all-of", "exactly one");
        }
        Map<String, IdentityTemplate> forwarded = forward(fields);
        Optional<Guessing> guessing = GuessingReader.read(fields);
        fields.end();
        checkAnonymous(requirement, fields);
        return new Policy.Authenticate(name, requirement, forward, forwarded, guessing);
    }

    private static Map<String, IdentityTemplate> forward(Fields fields) {
        Map<String, IdentityTemplate> templates = new LinkedHashMap<>();
        Mistakes mistakes = fields.reading().mistakes();
        fields.pairs("forward", "a mapping such as { X-User: \"{claim.email}\" }", (name, text, place) -> {
            Optional<IdentityTemplate> template = Terms.fieldValue(text).flatMap(IdentityTemplate::parse);
            if (Terms.field(name).isEmpty() || !Terms.mayEdit(name)) {
                mistakes.add(place, "cannot be forwarded", Terms.FIELD);
            } else if (template.isEmpty()) {
                mistakes.add(place, "is no template", TEMPLATE);
            } else {
                templates.put(name, template.get());
            }
        });
        return templates;
    }

    private static Optional<Requirement> branch(Fields fields, int depth) {
        Optional<Requirement> any = items(fields, "any-of", depth).map(Requirement.AnyOf::new);
        Optional<Requirement> all = items(fields, "all-of", depth).map(Requirement.AllOf::new);
        return any.or(() -> all);
    }

    private static Optional<List<Requirement>> items(Fields fields, String field, int depth) {
        List<Requirement> read = new ArrayList<>();
        int count = fields.items(field, "credentials, " + CredentialReader.EXPECTED, (item, path) -> {
                    Fields one = Fields.of(fields.reading(), item, path, CredentialReader.EXPECTED);
                    item(one, depth).ifPresent(read::add);
                    return path;
                })
                .size();
        if (fields.has(field) && count == 0) {
            fields.mistake(field, "is empty", "at least one credential");
        }
        return fields.has(field) ? Optional.of(read) : Optional.empty();
    }

    private static Optional<Requirement> item(Fields fields, int depth) {
        boolean nested = fields.has("any-of") || fields.has("all-of");
        if (!nested) {
            return CredentialReader.read(fields).map(Requirement.One::new);
        }
        if (depth == DEEPEST) {
            fields.reading().mistakes().add(fields.place(), "is nested too deeply", "at most " + DEEPEST + " levels");
            return Optional.empty();
        }
        if (fields.has("any-of") && fields.has("all-of")) {
            fields.reading().mistakes().add(fields.place(), "has both", BRANCHES);
        }
        Optional<Requirement> branch = branch(fields, depth + 1);
        fields.end();
        return branch;
    }

    /** Anonymous lets in whoever comes that far: what stood behind it would never count. */
    private static void checkAnonymous(Requirement requirement, Fields fields) {
        boolean misplaced = requirement instanceof Requirement.AnyOf any
                ? any.items().stream()
                                .limit(Math.max(0, any.items().size() - 1))
                                .anyMatch(AuthenticateReader::isAnonymous)
                        || any.items().stream().anyMatch(AuthenticateReader::hidesAnonymous)
                : hidesAnonymous(requirement);
        if (misplaced) {
            fields.reading()
                    .mistakes()
                    .add(
                            fields.place(),
                            "has anonymous in a place where it cannot be",
                            "the last of the outermost any-of");
        }
    }

    private static boolean isAnonymous(Requirement requirement) {
        return requirement instanceof Requirement.One one && one.credential() instanceof Credential.Anonymous;
    }

    private static boolean hidesAnonymous(Requirement requirement) {
        List<Requirement> items = requirement instanceof Requirement.AnyOf any
                ? any.items()
                : requirement instanceof Requirement.AllOf all ? all.items() : List.of();
        return items.stream().anyMatch(item -> isAnonymous(item) || hidesAnonymous(item));
    }
}
