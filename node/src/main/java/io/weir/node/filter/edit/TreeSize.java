package io.weir.node.filter.edit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.node.filter.transform.format.BodyFault;
import java.util.Map;

/** Holds what is made of a body to bounds: about how long it would be as JSON, and how deep. */
final class TreeSize {
    private final int deepest;
    private long left;

    private TreeSize(long most, int deepest) {
        this.left = most;
        this.deepest = deepest;
    }

    /**
     * @return what is left of {@code most}
     * @throws BodyFault when there is more
     */
    static long check(JsonNode tree, long most, int deepest) throws BodyFault {
        TreeSize size = new TreeSize(most, deepest);
        size.take(tree, 0);
        return size.left;
    }

    private void take(JsonNode node, int depth) throws BodyFault {
        left -= node.isTextual() ? node.textValue().length() + 2L : 2;
        if (left < 0 || depth > deepest) {
            throw EditFaults.tooLarge();
        }
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                left -= entry.getKey().length() + 3L;
                take(entry.getValue(), depth + 1);
            }
        } else if (node instanceof ArrayNode array) {
            for (JsonNode item : array) {
                take(item, depth + 1);
            }
        }
    }
}
