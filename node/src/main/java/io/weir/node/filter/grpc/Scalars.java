package io.weir.node.filter.grpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads values that are no messages, as the JSON mapping of Protobuf has them. */
final class Scalars {
    private static final BigInteger INT_LEAST = BigInteger.valueOf(Integer.MIN_VALUE);
    private static final BigInteger INT_MOST = BigInteger.valueOf(Integer.MAX_VALUE);
    private static final BigInteger UINT_MOST = BigInteger.valueOf(0xffffffffL);
    private static final BigInteger LONG_LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LONG_MOST = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger ULONG_MOST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    /** Has one value, although it is open. */
    static final String NULL_VALUE = "google.protobuf.NullValue";

    private static final String NOT_A_NUMBER = "NaN";
    private static final String INFINITE = "Infinity";
    private static final String MINUS_INFINITE = "-Infinity";

    private Scalars() {}

    /** As a message of that field has it. */
    static Object ofJson(FieldDescriptor field, JsonNode json, At at) throws Mismatch {
        return switch (field.getJavaType()) {
            case INT -> integer(field, json, at);
            case LONG -> longInteger(field, json, at);
            case FLOAT -> single(json, at);
            case DOUBLE -> real(json, at);
            case BOOLEAN -> truth(json, at);
            case STRING -> text(json, at);
            case BYTE_STRING -> bytes(json, at);
            case ENUM -> constant(field.getEnumType(), json, at);
            case MESSAGE -> throw new IllegalArgumentException(field + " is a message");
        };
    }

    /** Of a parameter, where everything is text. */
    static Object ofText(FieldDescriptor field, String text, At at) throws Mismatch {
        if (field.getJavaType() == FieldDescriptor.JavaType.BOOLEAN) {
            boolean yes = text.equals("true");
            return truth(yes || text.equals("false") ? BooleanNode.valueOf(yes) : TextNode.valueOf(text), at);
        }
        return ofJson(field, TextNode.valueOf(text), at);
    }

    private static Object integer(FieldDescriptor field, JsonNode json, At at) throws Mismatch {
        boolean unsigned =
                field.getType() == FieldDescriptor.Type.UINT32 || field.getType() == FieldDescriptor.Type.FIXED32;
        BigInteger whole = NumberText.whole(
                NumberText.of(json), unsigned ? BigInteger.ZERO : INT_LEAST, unsigned ? UINT_MOST : INT_MOST);
        if (whole == null) {
            throw new Mismatch(at, "is no whole number of 32 bits" + (unsigned ? " without sign" : ""));
        }
        return whole.intValue();
    }

    private static Object longInteger(FieldDescriptor field, JsonNode json, At at) throws Mismatch {
        boolean unsigned =
                field.getType() == FieldDescriptor.Type.UINT64 || field.getType() == FieldDescriptor.Type.FIXED64;
        BigInteger whole = NumberText.whole(
                NumberText.of(json), unsigned ? BigInteger.ZERO : LONG_LEAST, unsigned ? ULONG_MOST : LONG_MOST);
        if (whole == null) {
            throw new Mismatch(at, "is no whole number of 64 bits" + (unsigned ? " without sign" : ""));
        }
        return whole.longValue();
    }

    private static Object real(JsonNode json, At at) throws Mismatch {
        Double special = special(json);
        if (special != null) {
            return special;
        }
        BigDecimal number = NumberText.of(json);
        double value = number == null ? Double.NaN : number.doubleValue();
        if (!Double.isFinite(value)) {
            throw new Mismatch(at, "is no number of 64 bits");
        }
        return value;
    }

    private static Object single(JsonNode json, At at) throws Mismatch {
        Double special = special(json);
        if (special != null) {
            return special.floatValue();
        }
        BigDecimal number = NumberText.of(json);
        float value = number == null ? Float.NaN : number.floatValue();
        if (!Float.isFinite(value)) {
            throw new Mismatch(at, "is no number of 32 bits");
        }
        return value;
    }

    private static @Nullable Double special(JsonNode json) {
        if (!json.isTextual()) {
            return null;
        }
        return switch (json.textValue()) {
            case NOT_A_NUMBER -> Double.NaN;
            case INFINITE -> Double.POSITIVE_INFINITY;
            case MINUS_INFINITE -> Double.NEGATIVE_INFINITY;
            default -> null;
        };
    }

    static Object truth(JsonNode json, At at) throws Mismatch {
        if (!json.isBoolean()) {
            throw new Mismatch(at, "is neither true nor false");
        }
        return json.booleanValue();
    }

    /** What is no Unicode (half of a surrogate pair) could not be told to the backend. */
    static String text(JsonNode json, At at) throws Mismatch {
        if (!json.isTextual() || !isWhole(json.textValue())) {
            throw new Mismatch(at, "is no text");
        }
        return json.textValue();
    }

    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Base64 in either alphabet, with padding or without. */
    private static Object bytes(JsonNode json, At at) throws Mismatch {
        String text = text(json, at);
        try {
            Base64.Decoder decoder =
                    text.indexOf('-') >= 0 || text.indexOf('_') >= 0 ? Base64.getUrlDecoder() : Base64.getDecoder();
            return ByteString.copyFrom(decoder.decode(text));
        } catch (IllegalArgumentException e) {
            throw new Mismatch(at, "is no Base64");
        }
    }

    /** By its name or number; open ones (proto3) take any number. */
    private static Object constant(EnumDescriptor type, JsonNode json, At at) throws Mismatch {
        if (json.isTextual()) {
            EnumValueDescriptor named = type.findValueByName(json.textValue());
            if (named != null) {
                return named;
            }
        }
        BigInteger number = NumberText.whole(NumberText.of(json), INT_LEAST, INT_MOST);
        EnumValueDescriptor numbered = null;
        if (number != null) {
            numbered = type.isClosed() || type.getFullName().equals(NULL_VALUE)
                    ? type.findValueByNumber(number.intValue())
                    : type.findValueByNumberCreatingIfUnknown(number.intValue());
        }
        if (numbered == null) {
            throw new Mismatch(at, "is no value of " + type.getFullName());
        }
        return numbered;
    }

    /** How a number that need not be one is spelled; null for those that are. */
    static @Nullable String special(double value) {
        if (Double.isNaN(value)) {
            return NOT_A_NUMBER;
        }
        return Double.isFinite(value) ? null : value > 0 ? INFINITE : MINUS_INFINITE;
    }
}
