package io.weir.config.adapt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A place in a tree that has a value or could have one. */
sealed interface Slot {
    @Nullable
    JsonNode get();

    void set(JsonNode value);

    /** What is there is no more; answers it, or null. */
    @Nullable
    JsonNode take();

    /** The whole body. */
    record Root(Message message) implements Slot {
        @Override
        public @Nullable JsonNode get() {
            return message.body();
        }

        @Override
        public void set(JsonNode value) {
            message.replace(value);
        }

        @Override
        public @Nullable JsonNode take() {
            JsonNode was = message.body();
            if (was != null) {
                message.empty();
            }
            return was;
        }
    }

    /** A member, there or not. */
    record Member(ObjectNode object, String name) implements Slot {
        @Override
        public @Nullable JsonNode get() {
            return object.get(name);
        }

        @Override
        public void set(JsonNode value) {
            object.set(name, value);
        }

        @Override
        public @Nullable JsonNode take() {
            return object.remove(name);
        }
    }

    /** An element that is there. */
    record Element(ArrayNode array, int index) implements Slot {
        @Override
        public @Nullable JsonNode get() {
            return array.get(index);
        }

        @Override
        public void set(JsonNode value) {
            if (index < array.size()) {
                array.set(index, value);
            } else {
                array.add(value);
            }
        }

        @Override
        public @Nullable JsonNode take() {
            return array.remove(index);
        }
    }
}
