package io.weir.node.filter.edit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** JSON Merge Patch (RFC 7396): null removes, objects are merged, all else replaces. */
record MergePatch(JsonNode patch) implements TreeEdit {
    @Override
    public JsonNode edit(JsonNode tree) {
        return merged(tree, patch);
    }

    private static JsonNode merged(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch.deepCopy();
        }
        ObjectNode object = target instanceof ObjectNode own ? own : JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            if (change.getValue().isNull()) {
                object.remove(change.getKey());
            } else {
                JsonNode before = object.get(change.getKey());
                JsonNode from = before == null ? JsonNodeFactory.instance.missingNode() : before;
                object.set(change.getKey(), merged(from, change.getValue()));
            }
        }
        return object;
    }
}
