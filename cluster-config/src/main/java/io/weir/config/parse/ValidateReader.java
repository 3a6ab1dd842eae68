package io.weir.config.parse;

import io.weir.config.model.Policy;
import io.weir.config.model.Validation;
import io.weir.config.model.Validation.JsonLimits;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the policy {@code validate}. */
final class ValidateReader {
    static final List<String> KINDS = List.of("validate");
    static final List<String> RULES = List.of("json", "schema", "openapi");

    private static final String SOURCE = "file:PATH, or a mapping";
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+");
    private static final Pattern PATH = Pattern.compile("(?:/[A-Za-z0-9._~!$&'()*+,;=:@-]+)*");
    private static final Validation.Source NOWHERE = new Validation.Inline("{}");
    private static final int LEAST_BODY = 1024;
    private static final int MOST_BODY = 16 * 1024 * 1024;

    private ValidateReader() {}

    /** Empty when the policy is none of these. */
    static Optional<Policy> read(String name, Fields fields) {
        return fields.child("validate", "a mapping such as { schema: \"file:order.schema.json\" }")
                .map(policy -> validation(name, policy));
    }

    private static Policy validation(String name, Fields fields) {
        int most = (int) Numbers.size(fields, "max-body", Validation.BODY_BYTES, LEAST_BODY, MOST_BODY);
        JsonLimits json = fields.child("json", "a mapping such as { max-depth: 20 }, or {}")
                .map(ValidateReader::limits)
                .orElse(JsonLimits.DEFAULT);
        Optional<Validation.Contract> schema = Optional.ofNullable(fields.tree("schema"))
                .map(tree -> new Validation.Schema(source(fields, "schema", tree), required(fields)));
        Optional<Validation.Contract> openapi =
                Optional.ofNullable(fields.tree("openapi")).map(tree -> openApi(fields, tree));
        belongs(fields, "required", "schema");
        belongs(fields, "base-path", "openapi");
        belongs(fields, "unchecked", "openapi");
        fields.later("responses", "formats").end();
        oneContract(fields);
        return new Validation(name, most, json, schema.or(() -> openapi));
    }

    private static void oneContract(Fields fields) {
        Mistakes mistakes = fields.reading().mistakes();
        if (fields.has("schema") && fields.has("openapi")) {
            mistakes.add(fields.place(), "has a schema and openapi", "one of them");
        } else if (RULES.stream().noneMatch(fields::has)) {
            mistakes.add(fields.place(), "validates nothing", "one of " + String.join(", ", RULES));
        }
    }

    private static void belongs(Fields fields, String field, String to) {
        if (fields.has(field) && !fields.has(to)) {
            fields.tree(field);
            fields.mistake(field, "is without " + to, to + " beside it");
        }
    }

    private static JsonLimits limits(Fields fields) {
        JsonLimits usual = JsonLimits.DEFAULT;
        JsonLimits limits = new JsonLimits(
                Numbers.integer(fields, "max-depth", usual.depth(), 1, 200),
                Numbers.integer(fields, "max-members", usual.members(), 1, 1_000_000),
                Numbers.integer(fields, "max-items", usual.items(), 1, 10_000_000),
                Numbers.integer(fields, "max-string", usual.string(), 1, MOST_BODY),
                Numbers.integer(fields, "max-name", usual.name(), 1, 10_000),
                fields.value("duplicate-keys", ValidateReader::allowed, "allow or refuse")
                        .orElse(false));
        fields.end();
        return limits;
    }

    private static Optional<Boolean> allowed(String text) {
        return switch (text) {
            case "allow" -> Optional.of(true);
            case "refuse" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static boolean required(Fields fields) {
        return fields.value("required", Terms::truth, Terms.TRUTH).orElse(true);
    }

    private static Validation.OpenApi openApi(Fields fields, Tree tree) {
        return new Validation.OpenApi(
                source(fields, "openapi", tree),
                fields.value("base-path", ValidateReader::basePath, "a path such as /v1, without a slash at its end"),
                fields.words("unchecked", "a media type such as multipart/form-data", ValidateReader::mediaType));
    }

    private static Optional<String> basePath(String text) {
        return text.equals("/")
                ? Optional.of("")
                : Optional.of(text).filter(path -> PATH.matcher(path).matches());
    }

    private static Optional<String> mediaType(String text) {
        return Optional.of(text).filter(type -> MEDIA_TYPE.matcher(type).matches());
    }

    /** A text of JSON: in a file, or written here. */
    static Validation.Source source(Fields fields, String field, Tree tree) {
        if (tree instanceof Tree.Mapping) {
            return new Validation.Inline(JsonValues.text(
                    tree, fields.place(field).path(), fields.reading().mistakes()));
        }
        return fields.value(field, ValidateReader::file, SOURCE).orElse(NOWHERE);
    }

    private static Optional<Validation.Source> file(String text) {
        return reference(text).map(Validation.InFile::new);
    }

    /** {@code file:PATH} */
    static Optional<String> reference(String text) {
        boolean good = text.startsWith("file:") && Terms.secretRef(text).isPresent();
        return good ? Optional.of(text) : Optional.empty();
    }
}
