package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.config.model.Validation.JsonLimits;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.Problem.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A body of JSON: within limits and, where there is one, as the schema wants it.
 *
 * @param schema null: any JSON will do
 */
record JsonCheck(JsonLimits limits, @Nullable BodySchema schema) implements BodyCheck {
    @Override
    public @Nullable Problem check(byte[] body, long mostSteps) {
        BodySchema wanted = schema;
        JsonText.Result read = JsonText.read(body, limits, wanted != null);
        JsonNode tree = read.tree();
        if (wanted == null || tree == null) {
            return read.refused();
        }
        return hold(tree, wanted, mostSteps);
    }

    /** Null: the value is as the schema wants it. */
    static @Nullable Problem hold(JsonNode tree, BodySchema schema, long mostSteps) {
        List<Fault> faults = schema.check(tree, mostSteps);
        if (faults == null) {
            return Refusals.TOO_COSTLY;
        }
        return faults.isEmpty() ? null : Refusals.BAD_BODY.withErrors(faults);
    }
}
