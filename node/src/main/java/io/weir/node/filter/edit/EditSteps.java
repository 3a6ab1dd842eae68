package io.weir.node.filter.edit;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.config.model.BodySteps;
import io.weir.config.model.BodySteps.Step;
import io.weir.config.model.RewritePolicy.Statuses;
import io.weir.config.projection.Projection;
import io.weir.node.filter.transform.BodyEdit;
import io.weir.node.filter.transform.format.BodyFault;
import io.weir.node.state.FilterContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps of one side, compiled. Immutable, thread-safe. */
final class EditSteps {
    /** A step that waits for the values of an exchange. */
    private interface Waiting {
        /** Null: without a value that is missing there is nothing to do. */
        @Nullable
        TreeEdit bind(FilterContext exchange);
    }

    private record Compiled(List<Statuses> when, Waiting edit) {}

    /** With the values of one exchange. */
    private record Bound(List<Statuses> when, TreeEdit edit) {
        boolean holds(int status) {
            for (Statuses statuses : when) {
                if (status >= statuses.from() && status <= statuses.to()) {
                    return true;
                }
            }
            return when.isEmpty();
        }
    }

    private final List<Compiled> steps = new ArrayList<>();
    private final long most;
    private final int deepest;

    /**
     * @param most about so many characters of JSON may be made of a body
     * @param deepest objects and arrays within one another
     */
    EditSteps(BodySteps steps, long most, int deepest) {
        this.most = most;
        this.deepest = deepest;
        for (Step step : steps.steps()) {
            this.steps.add(new Compiled(step.when(), compile(step.edit())));
        }
    }

    private Waiting compile(BodySteps.Edit edit) {
        if (edit instanceof BodySteps.Patch patch) {
            return patch(patch);
        }
        if (edit instanceof BodySteps.Merge merge) {
            JsonTemplate template = JsonTemplate.of(merge.json());
            return exchange -> {
                JsonNode filled = template.fill(exchange);
                return filled == null ? null : new MergePatch(filled);
            };
        }
        Projection projection = Projection.of(((BodySteps.Project) edit).expression());
        TreeEdit projected = new ProjectionEdit(projection, most, deepest);
        return exchange -> projected;
    }

    private record Draft(
            BodySteps.Operation operation, Pointer path, @Nullable Pointer from, @Nullable JsonTemplate value) {}

    private Waiting patch(BodySteps.Patch patch) {
        List<Draft> drafts = new ArrayList<>();
        for (BodySteps.Operation operation : patch.operations()) {
            drafts.add(new Draft(
                    operation,
                    Pointer.of(operation.path()),
                    operation.from().map(Pointer::of).orElse(null),
                    operation.value().map(JsonTemplate::of).orElse(null)));
        }
        return exchange -> {
            List<JsonPatch.Operation> operations = new ArrayList<>(drafts.size());
            for (Draft draft : drafts) {
                JsonNode value = draft.value == null ? null : draft.value.fill(exchange);
                boolean missing = draft.value != null && value == null && draft.operation.op() != BodySteps.Op.TEST;
                if (!missing) {
                    operations.add(new JsonPatch.Operation(draft.operation.op(), draft.path, draft.from, value));
                }
            }
            return new JsonPatch(operations, patch.skipped(), most, deepest);
        };
    }

    BodyEdit bind(FilterContext exchange) {
        List<Bound> bound = new ArrayList<>(steps.size());
        for (Compiled step : steps) {
            TreeEdit edit = step.edit.bind(exchange);
            if (edit != null) {
                bound.add(new Bound(step.when, edit));
            }
        }
        return new BoundSteps(bound, most, deepest);
    }

    private record BoundSteps(List<Bound> steps, long most, int deepest) implements BodyEdit {
        @Override
        public JsonNode edit(JsonNode tree, int status) throws BodyFault {
            JsonNode edited = tree;
            for (Bound step : steps) {
                if (step.holds(status)) {
                    edited = step.edit.edit(edited);
                    TreeSize.check(edited, most, deepest);
                }
            }
            return edited;
        }

        @Override
        public boolean takesLong() {
            return steps.stream().anyMatch(step -> step.edit instanceof ProjectionEdit);
        }
    }
}
