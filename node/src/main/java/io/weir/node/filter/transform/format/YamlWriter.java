package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes a tree as YAML in block style. Texts that any version of YAML might take for something else are quoted. One use. */
final class YamlWriter {
    /** Longer ones are no "implicit" keys (YAML 1.2.2 §7.4: 1024 characters). */
    private static final int LONGEST_NAME = 200;

    private static final int LONGEST_PLAIN = 200;
    private static final Set<String> WORDS = Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

    private final StringBuilder out = new StringBuilder(512);

    byte[] write(JsonNode tree) {
        if (isBlock(tree)) {
            block(tree, 0);
        } else {
            scalar(tree);
            out.append('\n');
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isBlock(JsonNode node) {
        return node.isContainerNode() && !node.isEmpty();
    }

    private void block(JsonNode node, int indent) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                indent(indent);
                name(member.getKey(), indent);
                value(member.getValue(), indent);
            }
        } else if (node instanceof ArrayNode array) {
            for (JsonNode item : array) {
                indent(indent);
                out.append('-');
                value(item, indent);
            }
        }
    }

    private void indent(int indent) {
        out.append("  ".repeat(indent));
    }

    private void name(String name, int indent) {
        if (name.length() <= LONGEST_NAME) {
            text(name);
        } else {
            out.append("? ");
            text(name);
            out.append('\n');
            indent(indent);
        }
        out.append(':');
    }

    private void value(JsonNode value, int indent) {
        if (isBlock(value)) {
            out.append('\n');
            block(value, indent + 1);
        } else {
            out.append(' ');
            scalar(value);
            out.append('\n');
        }
    }

    private void scalar(JsonNode value) {
        if (value.isContainerNode()) {
            out.append(value.isArray() ? "[]" : "{}");
        } else if (value.isTextual()) {
            text(value.textValue());
        } else if (value.isNumber()) {
            number(PlainNumber.text(value));
        } else {
            out.append(value.asText());
        }
    }

    /** YAML 1.1 knows an exponent only after a point. */
    private void number(String text) {
        int exponent = text.indexOf('E');
        boolean bare = exponent > 0 && text.indexOf('.') < 0;
        out.append(bare ? text.substring(0, exponent) + ".0" + text.substring(exponent) : text);
    }

    private void text(String text) {
        if (isPlain(text)) {
            out.append(text);
            return;
        }
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i));
        }
        out.append('"');
    }

    /** Letters, digits and a few signs, beginning with a letter, and none of the words. */
    private static boolean isPlain(String text) {
        if (text.isEmpty() || text.length() > LONGEST_PLAIN || !isLetter(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean inner = c == ' ' && i < text.length() - 1;
            if (!isLetter(c) && !(c >= '0' && c <= '9') && c != '_' && c != '-' && c != '.' && c != '/' && !inner) {
                return false;
            }
        }
        return !WORDS.contains(text.toLowerCase(Locale.ROOT));
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private void character(char c) {
        switch (c) {
            case '"', '\\' -> out.append('\\').append(c);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                boolean printable =
                        c >= ' ' && c < 0x7f || c >= 0xa1 && c < 0x2000 || c > 0x206f && c < 0xfff0 && c != 0xfeff;
                if (printable) {
                    out.append(c);
                } else {
                    out.append(String.format("\\u%04x", (int) c));
                }
            }
        }
    }
}
