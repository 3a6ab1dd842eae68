package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.weir.protocol.http.Problem.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
            texts.forEach(text -> items.add(candidates(text).get(0)));
            return faults(items);
        }
        if (texts.size() > 1) {
            return List.of(fault("", "is there more than once"));
        }
        List<Fault> found = List.of();
        for (JsonNode candidate : candidates(texts.get(0))) {
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

    /** What the text may stand for, the most likely first; never empty. */
    private List<JsonNode> candidates(String text) {
        List<JsonNode> found = new ArrayList<>(2);
        JsonNode number = types.contains("number") || types.contains("integer") ? number(text) : null;
        if (number != null) {
            found.add(number);
        }
        if (types.contains("boolean") && (text.equals("true") || text.equals("false"))) {
            found.add(BooleanNode.valueOf(text.equals("true")));
        }
        if (types.contains("null") && text.isEmpty()) {
            found.add(NullNode.instance);
        }
        if (types.contains("string") || found.isEmpty()) {
            found.add(TextNode.valueOf(text));
        }
        return found;
    }

    /** A number by RFC 8259 §6, within bounds; null when it is none. */
    private static @Nullable JsonNode number(String text) {
        int at = text.startsWith("-") ? 1 : 0;
        int whole = digits(text, at);
        if (whole == at || whole > at + 1 && text.charAt(at) == '0') {
            return null;
        }
        at = whole;
        if (at < text.length() && text.charAt(at) == '.') {
            int end = digits(text, at + 1);
            if (end == at + 1) {
                return null;
            }
            at = end;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int sign = at + 1 < text.length() && (text.charAt(at + 1) == '+' || text.charAt(at + 1) == '-') ? 1 : 0;
            int end = digits(text, at + 1 + sign);
            if (end == at + 1 + sign) {
                return null;
            }
            at = end;
        }
        return at == text.length() ? JsonNumber.of(text) : null;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
