package io.weir.config.adapt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.weir.config.model.AdaptationRule.Form;
import io.weir.config.model.ValuePlace;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One rule, compiled. Immutable. */
interface Rule {
    void apply(Message message) throws NotAdaptable;

    /** A value of the body, or of what a visited place leads to. */
    record BodyMove(Pointer from, Pointer to, boolean stays, Form as) implements Rule {
        @Override
        public void apply(Message message) throws NotAdaptable {
            if (from.visitsAs(to)) {
                from.visit(message, base -> move(message, base));
            } else {
                spread(message);
            }
        }

        private void move(Message message, Slot base) throws NotAdaptable {
            Slot slot = from.find(base);
            JsonNode value = slot == null ? null : slot.get();
            if (slot == null || value == null) {
                return;
            }
            JsonNode moved = Values.converted(stays ? message.copy(value) : value, as, from);
            if (!stays && from.endsThere()) {
                base.set(JsonNodeFactory.instance.objectNode());
            } else if (!stays) {
                slot.take();
            }
            put(message, base, moved);
        }

        /** One value to each of many places. */
        private void spread(Message message) throws NotAdaptable {
            JsonNode value = from.value(new Slot.Root(message));
            if (value != null) {
                JsonNode converted = Values.converted(value, as, from);
                to.visit(message, base -> put(message, base, message.copy(converted)));
            }
        }

        private void put(Message message, Slot base, JsonNode value) throws NotAdaptable {
            if (!to.put(base, value)) {
                throw new NotAdaptable("what " + to + " leads through is no object");
            }
            message.touch();
        }
    }

    /** A value of the body becomes a parameter. */
    record Out(Pointer from, Spot to, boolean stays, Form as) implements Rule {
        @Override
        public void apply(Message message) throws NotAdaptable {
            Slot slot = to.takes(message) ? from.find(new Slot.Root(message)) : null;
            JsonNode value = slot == null ? null : slot.get();
            if (slot == null || value == null) {
                return;
            }
            to.put(message, Values.converted(value, as, from));
            if (!stays) {
                slot.take();
                message.touch();
            }
        }
    }

    /** A parameter becomes a value of the body. */
    record In(Spot from, Pointer to, boolean stays, Form as) implements Rule {
        @Override
        public void apply(Message message) throws NotAdaptable {
            JsonNode value = message.takesIntoBody() ? from.get(message) : null;
            if (value == null) {
                return;
            }
            JsonNode converted = Values.converted(value, as, from.place());
            if (!stays) {
                from.remove(message);
            }
            to.visit(message, base -> {
                if (!to.put(base, message.copy(converted))) {
                    throw new NotAdaptable("what " + to + " leads through is no object");
                }
                message.touch();
            });
        }
    }

    /** A parameter becomes another. */
    record Across(Spot from, Spot to, boolean stays, Form as) implements Rule {
        @Override
        public void apply(Message message) throws NotAdaptable {
            JsonNode value = to.takes(message) ? from.get(message) : null;
            if (value == null) {
                return;
            }
            if (!stays) {
                from.remove(message);
            }
            to.put(message, Values.converted(value, as, from.place()));
        }
    }

    /** @param onlyWhereNone what is there stays */
    record Put(Pointer at, JsonNode value, boolean onlyWhereNone) implements Rule {
        @Override
        public void apply(Message message) throws NotAdaptable {
            if (message.body() == null) {
                return;
            }
            at.visit(message, base -> {
                boolean there = onlyWhereNone && at.value(base) != null;
                if (!there && at.put(base, message.copy(value))) {
                    message.touch();
                }
            });
        }
    }

    /** The same for a parameter. */
    record PutParameter(Spot at, JsonNode value, boolean onlyWhereNone) implements Rule {
        @Override
        public void apply(Message message) throws NotAdaptable {
            if (at.takes(message) && (!onlyWhereNone || at.get(message) == null)) {
                at.put(message, value);
            }
        }
    }

    record Drop(Pointer at) implements Rule {
        @Override
        public void apply(Message message) throws NotAdaptable {
            at.visit(message, base -> {
                Slot slot = at.find(base);
                if (slot != null && slot.take() != null) {
                    message.touch();
                }
            });
        }
    }

    record DropParameter(Spot at) implements Rule {
        @Override
        public void apply(Message message) {
            at.remove(message);
        }
    }

    /** Changes a value where it is. */
    interface Change {
        JsonNode of(JsonNode value) throws NotAdaptable;
    }

    record Replace(Pointer at, Change change) implements Rule {
        @Override
        public void apply(Message message) throws NotAdaptable {
            at.visit(message, base -> {
                Slot slot = at.find(base);
                JsonNode value = slot == null ? null : slot.get();
                if (slot == null || value == null) {
                    return;
                }
                JsonNode changed = change.of(value);
                if (!changed.equals(value)) {
                    slot.set(message.copy(changed));
                    message.touch();
                }
            });
        }
    }

    record ReplaceParameter(Spot at, Change change) implements Rule {
        @Override
        public void apply(Message message) throws NotAdaptable {
            JsonNode value = at.get(message);
            if (value == null) {
                return;
            }
            JsonNode changed = value;
            if (value.isArray()) {
                ArrayNode all = JsonNodeFactory.instance.arrayNode(value.size());
                for (JsonNode one : value) {
                    all.add(change.of(one));
                }
                changed = all;
            } else {
                changed = change.of(value);
            }
            if (!changed.equals(value)) {
                at.put(message, changed);
            }
        }
    }

    /** @param otherwise null: other values stay */
    record Table(Map<String, JsonNode> values, @Nullable JsonNode otherwise) implements Change {
        @Override
        public JsonNode of(JsonNode value) {
            JsonNode mapped = Values.isSingle(value) ? values.get(Values.text(value)) : null;
            return mapped != null ? mapped : otherwise != null ? otherwise : value;
        }
    }

    record Conversion(Form to, ValuePlace at) implements Change {
        @Override
        public JsonNode of(JsonNode value) throws NotAdaptable {
            return Values.converted(value, to, at);
        }
    }

    record Statuses(Map<Integer, Integer> statuses) implements Rule {
        @Override
        public void apply(Message message) {
            message.status(statuses.getOrDefault(message.status(), message.status()));
        }
    }
}
