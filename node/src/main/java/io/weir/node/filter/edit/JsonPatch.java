package io.weir.node.filter.edit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.config.model.BodySteps.Op;
import io.weir.node.filter.transform.format.BodyFault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON Patch (RFC 6902): all operations, or none. What is copied counts as if it came with the body, so that copies of copies
 * have an end.
 */
final class JsonPatch implements TreeEdit {
    /** @param value of one exchange; null where the operation has none */
    record Operation(Op op, Pointer path, @Nullable Pointer from, @Nullable JsonNode value) {}

    private final List<Operation> operations;
    private final boolean skipped;
    private final long most;
    private final int deepest;

    /**
     * @param skipped a body for which it cannot be done stays as it is
     * @param most about so many characters may be copied
     */
    JsonPatch(List<Operation> operations, boolean skipped, long most, int deepest) {
        this.operations = List.copyOf(operations);
        this.skipped = skipped;
        this.most = most;
        this.deepest = deepest;
    }

    @Override
    public JsonNode edit(JsonNode tree) throws BodyFault {
        if (!skipped) {
            return apply(tree);
        }
        JsonNode before = tree.deepCopy();
        try {
            return apply(tree);
        } catch (BodyFault cannotBeDone) {
            return before;
        }
    }

    private JsonNode apply(JsonNode tree) throws BodyFault {
        JsonNode root = tree;
        long left = most;
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            JsonNode value = operation.value;
            Pointer from = operation.from;
            if (from != null) {
                value = from.find(root);
                if (value == null) {
                    throw EditFaults.ofPatch(i, "there is nothing at from");
                }
            }
            if (from != null && operation.op == Op.COPY && value != null) {
                left = TreeSize.check(value, left, deepest);
            }
            root = apply(root, operation, i, value);
        }
        return root;
    }

    private static JsonNode apply(JsonNode root, Operation operation, int index, @Nullable JsonNode value)
            throws BodyFault {
        Pointer path = operation.path;
        switch (operation.op) {
            case REMOVE -> remove(root, path, index);
            case TEST -> {
                JsonNode found = path.find(root);
                if (found == null || value == null || !SameJson.is(found, value)) {
                    throw EditFaults.ofPatch(index, "the test fails");
                }
            }
            case MOVE -> {
                JsonNode moved = present(value, index);
                Pointer from = operation.from;
                if (from != null && !from.isRoot()) {
                    remove(root, from, index);
                }
                return add(root, path, moved, index);
            }
            case REPLACE -> {
                if (path.find(root) == null) {
                    throw EditFaults.ofPatch(index, "there is nothing to replace");
                }
                return replace(root, path, present(value, index).deepCopy());
            }
            case ADD, COPY -> {
                return add(root, path, present(value, index).deepCopy(), index);
            }
        }
        return root;
    }

    private static JsonNode present(@Nullable JsonNode value, int index) throws BodyFault {
        if (value == null) {
            throw EditFaults.ofPatch(index, "there is no value");
        }
        return value;
    }

    private static JsonNode add(JsonNode root, Pointer path, JsonNode value, int index) throws BodyFault {
        if (path.isRoot()) {
            return value;
        }
        JsonNode holder = path.holder(root);
        if (holder instanceof ObjectNode object) {
            object.set(path.last(), value);
        } else if (holder instanceof ArrayNode array) {
            int at = path.last().equals("-") ? array.size() : Pointer.index(path.last(), array.size() + 1);
            if (at < 0) {
                throw EditFaults.ofPatch(index, "the array has no such place");
            }
            array.insert(at, value);
        } else {
            throw EditFaults.ofPatch(index, "there is nothing to add it to");
        }
        return root;
    }

    /** Of something that is there. */
    private static JsonNode replace(JsonNode root, Pointer path, JsonNode value) {
        if (path.isRoot()) {
            return value;
        }
        JsonNode holder = path.holder(root);
        if (holder instanceof ObjectNode object) {
            object.set(path.last(), value);
        } else if (holder instanceof ArrayNode array) {
            array.set(Pointer.index(path.last(), array.size()), value);
        }
        return root;
    }

    private static void remove(JsonNode root, Pointer path, int index) throws BodyFault {
        JsonNode holder = path.isRoot() ? null : path.holder(root);
        if (holder instanceof ObjectNode object && object.has(path.last())) {
            object.remove(path.last());
            return;
        }
        if (holder instanceof ArrayNode array && Pointer.index(path.last(), array.size()) >= 0) {
            array.remove(Pointer.index(path.last(), array.size()));
            return;
        }
        throw EditFaults.ofPatch(index, "there is nothing to remove");
    }
}
