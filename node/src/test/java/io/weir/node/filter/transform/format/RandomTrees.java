package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.weir.node.filter.validate.JsonNumber;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Makes trees that try what formats have no words for. */
final class RandomTrees {
    /** {@code 1.0} is 1. */
    static final Comparator<JsonNode> BY_VALUE = (one, other) -> {
        boolean numbers = one.isNumber() && other.isNumber();
        boolean same = numbers ? one.decimalValue().compareTo(other.decimalValue()) == 0 : one.equals(other);
        return same ? 0 : 1;
    };

    private static final List<String> NAMES = List.of(
            "a",
            "b c",
            "1",
            "",
            "@id",
            "@xmlns",
            "@xmlns:p",
            "@xmlns:xsi",
            "@xsi:nil",
            "@xsi:type",
            "@p:x",
            "p:x",
            "@",
            "#text",
            "text",
            "_x0041_",
            "_x_",
            "x:y:z",
            "weir:item",
            "item",
            "ä",
            "日本",
            "\ud83d\ude00",
            "\u0000",
            "a.b-c",
            "-",
            "xml",
            "@xml:lang",
            "true",
            "~",
            "key: value",
            "x".repeat(300),
            "@xmlns:weir");

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "x",
            "7",
            "-0",
            "1.50",
            "true",
            "null",
            "007",
            "1e5",
            "a<b&c>\"'",
            "\r\n\t",
            "\u0000",
            "\u0085\u2028",
            "\ufffe",
            "\ud83d\ude00",
            "]]>",
            "urn:x",
            "urn:weir:json",
            "http://www.w3.org/2001/XMLSchema-instance",
            "yes",
            "0o7",
            "- x",
            "ünï",
            "x".repeat(300),
            " lead",
            "trail ",
            "1234567890123456");

    private static final List<String> NUMBERS = List.of(
            "0",
            "7",
            "-32",
            "-33",
            "128",
            "255",
            "256",
            "65536",
            "-2147483648",
            "4294967296",
            "9223372036854775807",
            "18446744073709551615",
            "18446744073709551616",
            "0.1",
            "-1.50",
            "1e5",
            "1E-7",
            "1e400",
            "-1e-400",
            "12345678901234567890.12345678901234567890",
            "1.0",
            "3.14159",
            "123456789012345");

    private final Random random;

    RandomTrees(Random random) {
        this.random = random;
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    JsonNode next(int levels) {
        return switch (random.nextInt(levels == 0 ? 4 : 8)) {
            case 0 -> TextNode.valueOf(pick(TEXTS));
            case 1 -> Objects.requireNonNull(JsonNumber.of(pick(NUMBERS)));
            case 2 -> BooleanNode.valueOf(random.nextBoolean());
            case 3 -> NullNode.instance;
            case 4 -> array(levels);
            default -> object(levels);
        };
    }

    ArrayNode array(int levels) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            array.add(next(levels - 1));
        }
        return array;
    }

    private ObjectNode object(int levels) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
            object.set(pick(NAMES), next(levels - 1));
        }
        return object;
    }

    /** Texts alone, nothing empty, no names that a form has no words for. */
    ObjectNode form(int levels) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            String name = pick(NAMES);
            if (!name.isEmpty()) {
                object.set(name.equals("1") ? "one" : name, formValue(levels - 1));
            }
        }
        return object.isEmpty() ? object.put("x", "y") : object;
    }

    private JsonNode formValue(int levels) {
        int kind = levels == 0 ? 0 : random.nextInt(3);
        if (kind == 0) {
            return TextNode.valueOf(pick(TEXTS));
        } else if (kind == 1) {
            return form(levels);
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        boolean flat = random.nextBoolean();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            array.add(flat ? TextNode.valueOf(pick(TEXTS)) : form(levels));
        }
        return array;
    }

    /** Objects that have the same names, texts alone. */
    ArrayNode records() {
        ArrayNode records = JsonNodeFactory.instance.arrayNode();
        int columns = 1 + random.nextInt(4);
        for (int i = random.nextInt(5); i > 0; i--) {
            ObjectNode record = records.addObject();
            for (int column = 0; column < columns; column++) {
                // A line of one empty field is an empty line, which is none.
                record.put("n \"" + column, columns == 1 ? 'x' + pick(TEXTS) : pick(TEXTS));
            }
        }
        return records;
    }

    static String csv(JsonNode records, char delimiter, Random random) {
        StringBuilder text = new StringBuilder();
        String end = random.nextBoolean() ? "\r\n" : "\n";
        if (records.isEmpty()) {
            return "a" + delimiter + "b" + end;
        }
        for (Iterator<String> names = records.get(0).fieldNames(); names.hasNext(); ) {
            text.append(quoted(names.next())).append(names.hasNext() ? String.valueOf(delimiter) : end);
        }
        for (JsonNode record : records) {
            for (Iterator<JsonNode> values = record.elements(); values.hasNext(); ) {
                String value = values.next().textValue();
                boolean plain = value.chars().noneMatch(c -> c == '"' || c == '\r' || c == '\n' || c == delimiter);
                text.append(plain && random.nextBoolean() ? value : quoted(value));
                text.append(values.hasNext() ? String.valueOf(delimiter) : end);
            }
        }
        return text.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
