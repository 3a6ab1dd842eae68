package io.weir.config.adapt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.weir.config.model.AdaptationRule.Form;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** Single values in other forms. */
final class Values {
    /** Bounded: what follows would go on for minutes with {@code 1e999999999}. */
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9][0-9]{0,59})(?:\\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?");

    private static final int MOST_ZEROS = 40;

    private Values() {}

    static boolean isSingle(JsonNode value) {
        return value.isTextual() || value.isNumber() || value.isBoolean();
    }

    /** Of a text, a number or a truth value. */
    static String text(JsonNode value) {
        if (!value.isNumber() || value.isIntegralNumber()) {
            return value.asText();
        }
        BigDecimal number = value.decimalValue();
        return Math.abs(number.scale()) <= MOST_ZEROS ? number.toPlainString() : number.toString();
    }

    /** @param where for the reason why it cannot be */
    static JsonNode converted(JsonNode value, Form form, Object where) throws NotAdaptable {
        if (form == Form.AS_IS || value.isNull()) {
            return value;
        }
        if (!isSingle(value)) {
            throw new NotAdaptable(where + " is not a single value");
        }
        String text = text(value);
        switch (form) {
            case TEXT -> {
                return TextNode.valueOf(text);
            }
            case NUMBER -> {
                if (value.isNumber()) {
                    return value;
                }
                if (value.isTextual() && NUMBER.matcher(text).matches()) {
                    return DecimalNode.valueOf(new BigDecimal(text));
                }
            }
            default -> {
                if (text.equals("true") || text.equals("false")) {
                    return BooleanNode.valueOf(text.equals("true"));
                }
            }
        }
        throw new NotAdaptable(where + (form == Form.NUMBER ? " is no number" : " is neither true nor false"));
    }
}
