package io.weir.config.model;

import io.weir.config.model.RewritePolicy.Statuses;
import java.util.List;
import java.util.Optional;

/** What is done to a body of JSON, or what has become JSON, one step after the other. */
public record BodySteps(List<Step> steps) {
    public BodySteps {
        steps = List.copyOf(steps);
    }

    /** @param when statuses of answers for which it is done; of requests empty */
    public record Step(List<Statuses> when, Edit edit) {
        public Step {
            when = List.copyOf(when);
        }
    }

    /** One way to change a body. */
    public sealed interface Edit {}

    /**
     * JSON Patch (RFC 6902): all of it or nothing.
     *
     * @param skipped where it cannot be done the body stays as it is; else that is an error
     */
    public record Patch(List<Operation> operations, boolean skipped) implements Edit {
        public Patch {
            operations = List.copyOf(operations);
        }
    }

    /**
     * One operation of a patch.
     *
     * @param path a JSON Pointer (RFC 6901)
     * @param from of {@code move} and {@code copy}
     * @param value of {@code add}, {@code replace} and {@code test}: JSON on one line, whose texts are templates
     */
    public record Operation(Op op, String path, Optional<String> from, Optional<String> value) {}

    /** RFC 6902 §4. */
    public enum Op {
        ADD,
        REMOVE,
        REPLACE,
        MOVE,
        COPY,
        TEST
    }

    /** JSON Merge Patch (RFC 7396): {@code json} is JSON on one line, whose texts are templates. */
    public record Merge(String json) implements Edit {}

    /** What an expression in JSONata makes of it. */
    public record Project(String expression) implements Edit {}
}
