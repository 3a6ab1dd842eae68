package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import io.weir.protocol.http.Problem.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A compiled schema. Thread-safe. */
final class BodySchema {
    /** Clients are told of so many mistakes at once. */
    static final int MOST_FAULTS = 16;

    private final Schema schema;

    BodySchema(Schema schema) {
        this.schema = schema;
    }

    /** What is wrong with the value, nothing when it is good; null: it could not be found out within so many steps. */
    @Nullable
    List<Fault> check(JsonNode value, long mostSteps) {
        Steps steps = new Steps(mostSteps, MOST_FAULTS);
        boolean ended = steps.take(() -> schema.validate(steps, value));
        return ended
                ? steps.found().stream()
                        .map(SchemaFaults::of)
                        .distinct()
                        .limit(MOST_FAULTS)
                        .toList()
                : null;
    }
}
