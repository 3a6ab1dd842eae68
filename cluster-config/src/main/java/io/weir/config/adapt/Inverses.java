package io.weir.config.adapt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.config.model.AdaptationRule;
import io.weir.config.model.AdaptationRule.Form;
import io.weir.config.model.AdaptationRule.MapValues;
import io.weir.config.model.AdaptationRule.Move;
import io.weir.config.model.AdaptationRule.Word;
import java.util.List;
import java.util.Map;

/** Rules that others undo. */
final class Inverses {
    private static final int ELEMENTS = 2;

    private Inverses() {}

    /** Whether each of {@code rules} has one among {@code others} that undoes it, in whatever order. */
    static boolean undo(List<AdaptationRule> rules, List<AdaptationRule> others) {
        return !rules.isEmpty()
                && rules.stream().allMatch(rule -> others.stream().anyMatch(other -> undoes(rule, other)));
    }

    private static boolean undoes(AdaptationRule rule, AdaptationRule other) {
        if (rule instanceof Move move && other instanceof Move back) {
            return moves(move)
                    && moves(back)
                    && move.from().equals(back.to())
                    && move.to().equals(back.from());
        }
        if (rule instanceof MapValues map && other instanceof MapValues back) {
            return map.at().inBody() && map.at().equals(back.at()) && undoes(map, back);
        }
        return rule instanceof AdaptationRule.Convert convert
                && other instanceof AdaptationRule.Convert back
                && convert.at().inBody()
                && convert.at().equals(back.at())
                && convert.to() != back.to()
                && (convert.to() == Form.TEXT || back.to() == Form.TEXT);
    }

    private static boolean moves(Move move) {
        return move.word() != Word.COPY
                && move.as() == Form.AS_IS
                && move.from().inBody()
                && move.to().inBody();
    }

    private static boolean undoes(MapValues map, MapValues back) {
        return map.otherwise().isEmpty()
                && back.otherwise().isEmpty()
                && map.values().entrySet().stream().allMatch(entry -> isUndone(entry, back));
    }

    private static boolean isUndone(Map.Entry<String, String> entry, MapValues back) {
        JsonNode to = JsonBody.constant(entry.getValue());
        String again = Values.isSingle(to) ? back.values().get(Values.text(to)) : null;
        JsonNode node = again == null ? null : JsonBody.constant(again);
        return node != null && node.isTextual() && node.asText().equals(entry.getKey());
    }

    /** A body that has a value of its own wherever one is moved from. */
    static JsonNode sample(List<AdaptationRule> rules) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        int number = 0;
        for (AdaptationRule rule : rules) {
            if (rule instanceof Move move && !isMade(move, rules)) {
                number++;
                String from = move.from().name();
                if (!from.isEmpty()) {
                    fill(root, from.substring(1).split("/", -1), 0, "value-" + number);
                }
            }
        }
        return root;
    }

    /** What an earlier move puts there is not in what comes. */
    private static boolean isMade(Move move, List<AdaptationRule> rules) {
        for (AdaptationRule earlier : rules.subList(0, rules.indexOf(move))) {
            if (earlier instanceof Move before
                    && (move.from().name() + "/").startsWith(before.to().name() + "/")) {
                return true;
            }
        }
        return false;
    }

    private static void fill(JsonNode node, String[] tokens, int depth, String value) {
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size() && tokens[depth].equals("*"); i++) {
                if (depth == tokens.length - 1) {
                    array.set(i, value + "-" + i);
                } else {
                    fill(array.get(i), tokens, depth + 1, value + "-" + i);
                }
            }
        } else if (node instanceof ObjectNode object && !tokens[depth].equals("*")) {
            String name = tokens[depth].replace("~1", "/").replace("~0", "~");
            if (depth == tokens.length - 1) {
                if (!object.has(name)) {
                    object.put(name, value);
                }
                return;
            }
            if (!object.has(name)) {
                object.set(name, tokens[depth + 1].equals("*") ? elements() : JsonNodeFactory.instance.objectNode());
            }
            fill(object.get(name), tokens, depth + 1, value);
        }
    }

    private static ArrayNode elements() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < ELEMENTS; i++) {
            array.addObject();
        }
        return array;
    }
}
