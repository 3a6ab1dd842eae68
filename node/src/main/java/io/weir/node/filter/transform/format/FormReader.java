package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.weir.config.model.Transform.Types;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a form into a tree. One use. */
final class FormReader {
    private static final int MOST_FIELDS = 10_000;

    private final Types types;
    private final int depth;

    FormReader(Types types, int depth) {
        this.types = types;
        this.depth = depth;
    }

    /** A member or item while fields come in: values, or what is below; never both. */
    private static final class Node {
        final List<JsonNode> values = new ArrayList<>(1);
        final Map<String, Node> below = new LinkedHashMap<>();
        boolean items;
    }

    JsonNode read(String text) throws BodyFault {
        Node root = new Node();
        int fields = 0;
        int start = 0;
        while (start <= text.length()) {
            int and = text.indexOf('&', start);
            int end = and < 0 ? text.length() : and;
            if (end > start && ++fields > MOST_FIELDS) {
                throw BodyFault.malformed("It has more than " + MOST_FIELDS + " fields");
            }
            if (end > start) {
                field(root, text.substring(start, end));
            }
            start = end + 1;
        }
        return object(root);
    }

    private void field(Node root, String field) throws BodyFault {
        int equals = field.indexOf('=');
        String name = decoded(equals < 0 ? field : field.substring(0, equals));
        put(root, path(name), decoded(equals < 0 ? "" : field.substring(equals + 1)));
    }

    private static String decoded(String text) throws BodyFault {
        try {
            String decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
            if (decoded.indexOf('\ufffd') >= 0 && !text.contains("%EF%BF%BD") && !text.contains("\ufffd")) {
                throw BodyFault.malformed("A field is not UTF-8");
            }
            return decoded;
        } catch (IllegalArgumentException e) {
            throw BodyFault.malformed("A field has a percent sign that begins no code");
        }
    }

    /** {@code a[b][]} is a, b and nothing. */
    private List<String> path(String name) throws BodyFault {
        List<String> path = new ArrayList<>(2);
        int open = name.indexOf('[');
        path.add(open < 0 ? name : name.substring(0, open));
        int at = open < 0 ? name.length() : open;
        while (at < name.length()) {
            int close = name.indexOf(']', at);
            if (name.charAt(at) != '[' || close < 0) {
                throw BodyFault.malformed("A name has brackets that do not belong together");
            }
            path.add(name.substring(at + 1, close));
            at = close + 1;
            if (path.size() > depth) {
                throw TreeBuilder.tooDeep(depth);
            }
        }
        if (name.indexOf(']') >= 0 && open < 0) {
            throw BodyFault.malformed("A name has brackets that do not belong together");
        }
        return path;
    }

    private void put(Node root, List<String> path, String text) throws BodyFault {
        Node node = root;
        boolean append = path.size() > 1 && path.get(path.size() - 1).isEmpty();
        for (String name : append ? path.subList(0, path.size() - 1) : path) {
            if (node != root && name.isEmpty()) {
                throw BodyFault.malformed("A name goes on after [], where its number is needed");
            }
            if (!node.values.isEmpty()) {
                throw mixed();
            }
            node = node.below.computeIfAbsent(name, missing -> new Node());
        }
        if (!node.below.isEmpty()) {
            throw mixed();
        }
        node.items |= append;
        node.values.add(types == Types.INFERRED ? Inference.value(text) : TextNode.valueOf(text));
    }

    private static BodyFault mixed() {
        return BodyFault.malformed("A name stands for a value and for what has members");
    }

    private static JsonNode value(Node node) {
        if (node.below.isEmpty()) {
            boolean one = node.values.size() == 1 && !node.items;
            return one
                    ? node.values.get(0)
                    : JsonNodeFactory.instance.arrayNode().addAll(node.values);
        }
        int next = 0;
        for (String name : node.below.keySet()) {
            if (!name.equals(String.valueOf(next))) {
                return object(node);
            }
            next++;
        }
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        node.below.values().forEach(item -> items.add(value(item)));
        return items;
    }

    private static ObjectNode object(Node node) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        node.below.forEach((name, below) -> object.set(name, value(below)));
        return object;
    }
}
