package io.weir.config.parse;

import io.weir.config.model.BodySteps;
import io.weir.config.model.BodySteps.Edit;
import io.weir.config.model.BodySteps.Op;
import io.weir.config.model.BodySteps.Operation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a JSON Patch (RFC 6902), and how it is written. */
final class PatchReader {
    private static final String OPERATIONS = "a list of operations such as { op: remove, path: /debug }";
    private static final String OPERATION = "an operation such as { op: remove, path: /debug }";
    private static final String POINTER = "a JSON Pointer such as /a/0, with ~1 for a slash and ~0 for a tilde";
    private static final String OPS = "add, remove, replace, move, copy or test";
    private static final Pattern POINTERS = Pattern.compile("(?:/(?:[^/~]|~[01])*)*");

    private PatchReader() {}

    /** Empty when the step is none. */
    static Optional<Edit> read(Fields fields) {
        boolean skipped =
                fields.value("on-failure", PatchReader::skips, "refuse or skip").orElse(false);
        if (!fields.has("patch")) {
            if (fields.has("on-failure")) {
                fields.mistake("on-failure", "has no meaning here", "on-failure only beside patch");
            }
            fields.json("patch");
            return Optional.empty();
        }
        List<Operation> operations = fields.items("patch", OPERATIONS, (item, at) -> {
            return operation(Fields.of(fields.reading(), item, at, OPERATION));
        });
        if (fields.isEmptyList("patch")) {
            fields.mistake("patch", "is empty", "at least one operation");
        }
        return Optional.of(new BodySteps.Patch(operations, skipped));
    }

    private static Optional<Boolean> skips(String text) {
        return switch (text) {
            case "refuse" -> Optional.of(false);
            case "skip" -> Optional.of(true);
            default -> Optional.empty();
        };
    }

    private static Operation operation(Fields fields) {
        Op op = fields.required("op", PatchReader::op, OPS, Op.TEST);
        String path = pointer(fields, "path").orElse("");
        if (!fields.has("path")) {
            fields.missing("path", POINTER);
        }
        Optional<String> from = pointer(fields, "from");
        Tree tree = fields.json("value");
        Optional<String> value = Optional.ofNullable(tree).map(json -> BodyStepsReader.text(fields, "value", json));
        fields.end();
        if (fields.has("op")) {
            check(fields, op, path, from);
        }
        return new Operation(op, path, from, value);
    }

    private static Optional<Op> op(String text) {
        return Terms.oneOf(Op.values(), PatchReader::word, text);
    }

    private static String word(Op op) {
        return op.name().toLowerCase(Locale.ROOT);
    }

    /** The empty one is the whole body. */
    private static Optional<String> pointer(Fields fields, String field) {
        return fields.value(
                field,
                text -> Optional.of(text).filter(one -> POINTERS.matcher(one).matches()),
                POINTER);
    }

    private static void check(Fields fields, Op op, String path, Optional<String> from) {
        boolean moves = op == Op.MOVE || op == Op.COPY;
        boolean valued = op == Op.ADD || op == Op.REPLACE || op == Op.TEST;
        if (moves != fields.has("from")) {
            fields.mistake("from", moves ? "is missing" : "has no meaning for " + word(op), "from with move and copy");
        }
        if (valued != fields.has("value")) {
            fields.mistake(
                    "value", valued ? "is missing" : "has no meaning for " + word(op), "value with add, replace, test");
        }
        if (op == Op.MOVE && from.isPresent() && path.startsWith(from.get() + "/")) {
            fields.mistake("path", "is within from", "another place (RFC 6902 section 4.4)");
        }
        if (op == Op.REMOVE && path.isEmpty()) {
            fields.mistake("path", "is the whole body, of which nothing would be left", POINTER);
        }
    }

    /** Puts the patch into its step. */
    static void put(Shape shape, BodySteps.Patch patch) {
        shape.putAll("patch", patch.operations(), PatchReader::shape)
                .putUnless("on-failure", patch.skipped(), false, yes -> "skip");
    }

    private static Map<?, ?> shape(Operation operation) {
        String from = operation
                .from()
                .map(pointer -> ",\"from\":" + JsonValues.quoted(pointer))
                .orElse("");
        String value = operation.value().map(json -> ",\"value\":" + json).orElse("");
        return JsonValues.object("{\"op\":" + JsonValues.quoted(word(operation.op())) + from + ",\"path\":"
                + JsonValues.quoted(operation.path()) + value + "}");
    }
}
