package io.weir.node.filter.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.node.decide.graphql.Items;
import io.weir.node.decide.graphql.Items.Variable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The variables of one request. Each is looked through once, however often a query names it. */
final class GivenVariables implements Items.Given {
    private static final long NOT_GIVEN = -1;

    private final Map<Variable, Long> known = new HashMap<>();
    private final @Nullable JsonNode values;
    private final Set<String> lists;

    GivenVariables(@Nullable JsonNode values, Set<String> lists) {
        this.values = values;
        this.lists = lists;
    }

    @Override
    public long items(Variable variable) {
        Long before = known.get(variable);
        if (before == null) {
            before = look(variable);
            known.put(variable, before);
        }
        return before;
    }

    private long look(Variable variable) {
        JsonNode value = values == null ? null : values.get(variable.name());
        if (value == null) {
            return NOT_GIVEN;
        }
        return Math.max(variable.number() ? number(value) : 0, within(value));
    }

    /** What a backend may take for a number although it is written otherwise counts as well. */
    private static long number(JsonNode value) {
        if (value.isNumber()) {
            return (long) Math.ceil(value.doubleValue());
        }
        return value.isTextual() ? ofText(value.textValue()) : 0;
    }

    private static long ofText(String text) {
        try {
            return (long) Math.ceil(Double.parseDouble(text));
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    private long within(JsonNode value) {
        long most = 0;
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            long own = lists.contains(member.getKey()) ? number(member.getValue()) : 0;
            most = Math.max(most, Math.max(own, within(member.getValue())));
        }
        if (value.isArray()) {
            for (JsonNode item : value) {
                most = Math.max(most, within(item));
            }
        }
        return most;
    }
}
