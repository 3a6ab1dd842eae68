package io.weir.config.projection;

import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trees of JSON as the library knows values, and back. Numbers that are not computed with stay exact. */
final class JsonValue {
    /** Beyond it an expression's numbers, which are doubles, have no room for all digits. */
    private static final int EXACT_DIGITS = 15;

    private JsonValue() {}

    static Object of(JsonNode node) {
        if (node instanceof ObjectNode object) {
            Map<String, Object> map = new LinkedHashMap<>();
            object.properties().forEach(entry -> map.put(entry.getKey(), of(entry.getValue())));
            return map;
        }
        if (node instanceof ArrayNode array) {
            List<Object> list = new ArrayList<>(array.size());
            array.forEach(item -> list.add(of(item)));
            return list;
        }
        return switch (node.getNodeType()) {
            case STRING -> node.textValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            default -> Jsonata.NULL_VALUE;
        };
    }

    private static Object number(JsonNode node) {
        if (node.isInt() || node.isLong()) {
            return node.numberValue();
        }
        BigDecimal exact = node.decimalValue();
        return exact.precision() <= EXACT_DIGITS && Double.isFinite(exact.doubleValue()) && isNear(exact)
                ? (Object) exact.doubleValue()
                : exact;
    }

    /** Within what a double has without loss. */
    private static boolean isNear(BigDecimal exact) {
        int exponent = exact.precision() - exact.scale();
        return exponent > -300 && exponent < 300;
    }

    static JsonNode node(@Nullable Object value, int deepest) throws ProjectionFault {
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                object.set(String.valueOf(entry.getKey()), node(entry.getValue(), deeper(deepest)));
            }
            return object;
        }
        if (value instanceof List<?> list) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (Object item : list) {
                array.add(node(item, deeper(deepest)));
            }
            return array;
        }
        if (value == null || value == Jsonata.NULL_VALUE) {
            return NullNode.instance;
        }
        return scalar(value);
    }

    private static int deeper(int deepest) throws ProjectionFault {
        if (deepest <= 0) {
            throw new ProjectionFault(ProjectionFault.Kind.TOO_LARGE);
        }
        return deepest - 1;
    }

    private static JsonNode scalar(Object value) throws ProjectionFault {
        if (value instanceof String text) {
            return TextNode.valueOf(text);
        } else if (value instanceof Boolean truth) {
            return BooleanNode.valueOf(truth);
        } else if (value instanceof Integer whole) {
            return IntNode.valueOf(whole);
        } else if (value instanceof Long whole) {
            return LongNode.valueOf(whole);
        } else if (value instanceof BigDecimal exact) {
            return DecimalNode.valueOf(exact);
        } else if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return DecimalNode.valueOf(new BigDecimal(number.toString()));
        }
        throw new ProjectionFault(ProjectionFault.Kind.UNFIT); // a function, say
    }
}
