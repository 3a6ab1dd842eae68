package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.weir.protocol.http.Problem.Fault;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A parameter of an operation. Texts are what HTTP has; what they stand for depends on the types that the schema allows.
 *
 * @param exploded an array's items come as parameters of their own, not with commas between
 * @param types what the schema allows; of {@code items} where it allows an array
 * @param array whether it allows an array
 */
record Parameter(
        In in,
        String name,
        boolean required,
        boolean exploded,
        boolean mayBeEmpty,
        Set<String> types,
        boolean array,
        BodySchema schema) {
    /** A millisecond: parameters are looked at on the loop. */
    private static final long STEPS = 4_000;

    /** Where parameters are. */
    enum In {
        PATH,
        QUERY,
        HEADER,
        COOKIE
    }

    /** @param texts each decoded; where items are not exploded, items already apart */
    List<Fault> check(List<String> texts) {
        if (texts.isEmpty()) {
            return required ? List.of(fault("", "is needed")) : List.of();
        }
        if (mayBeEmpty && texts.size() == 1 && texts.get(0).isEmpty()) {
            return List.of();
        }
        if (array) {
            ArrayNode items = JsonNodeFactory.instance.arrayNode(texts.size());
            texts.forEach(text -> items.add(TextValue.candidates(text, types).get(0)));
            return faults(items);
        }
        if (texts.size() > 1) {
            return List.of(fault("", "is there more than once"));
        }
        List<Fault> found = List.of();
        for (JsonNode candidate : TextValue.candidates(texts.get(0), types)) {
            found = faults(candidate);
            if (found.isEmpty()) {
                return found;
            }
        }
        return found;
    }

    private List<Fault> faults(JsonNode value) {
        List<Fault> found = schema.check(value, STEPS);
        if (found == null) {
            return List.of(fault("", "is too costly to look at"));
        }
        return found.stream().map(inner -> fault(inner.place(), inner.detail())).toList();
    }

    Fault fault(String pointer, String detail) {
        return new Fault(Fault.In.PARAMETER, in.name().toLowerCase(Locale.ROOT) + ":" + name + pointer, detail);
    }
}
