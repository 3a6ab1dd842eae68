package io.weir.config.adapt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import io.weir.config.model.ValuePlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A parameter or field that rules read and write. Immutable. */
record Spot(ValuePlace place) {
    private static final int LONGEST_FIELD = 4_000;

    /** A text, or an array of them where it is there more than once; null: it is not. */
    @Nullable
    JsonNode get(Message message) throws NotAdaptable {
        return switch (place.kind()) {
            case QUERY -> node(message.queryText().values(place.name()));
            case HEADER -> {
                String value = message.field(place.name());
                yield value == null ? null : TextNode.valueOf(value);
            }
            case PATH ->
                message.pathText().value(place.name()).map(TextNode::valueOf).orElse(null);
            case BODY -> throw new IllegalStateException("not of the body: " + place);
        };
    }

    private static @Nullable JsonNode node(List<String> values) {
        if (values.size() < 2) {
            return values.isEmpty() ? null : TextNode.valueOf(values.get(0));
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode(values.size());
        values.forEach(array::add);
        return array;
    }

    /** Whether a value can be put there: a parameter of a path only where a rule has a place for it. */
    boolean takes(Message message) {
        return place.kind() != ValuePlace.Kind.PATH || message.pathText().takes(place.name());
    }

    void remove(Message message) {
        switch (place.kind()) {
            case QUERY -> message.queryText().remove(place.name());
            case HEADER -> message.field(place.name(), Optional.empty());
            case PATH -> message.pathText().remove(place.name());
            case BODY -> throw new IllegalStateException("not of the body: " + place);
        }
    }

    void put(Message message, JsonNode value) throws NotAdaptable {
        if (value.isNull()) {
            remove(message);
            return;
        }
        List<String> values = texts(value);
        switch (place.kind()) {
            case QUERY -> message.queryText().set(place.name(), values);
            case HEADER -> message.field(place.name(), Optional.of(fieldValue(String.join(", ", values))));
            default -> {
                if (values.size() != 1) {
                    throw new NotAdaptable("what is to be " + place + " is not a single value");
                }
                message.pathText().set(place.name(), values.get(0));
            }
        }
    }

    private List<String> texts(JsonNode value) throws NotAdaptable {
        List<String> texts = new ArrayList<>();
        for (JsonNode one : value.isArray() ? value : List.of(value)) {
            if (!Values.isSingle(one)) {
                throw new NotAdaptable("what is to be " + place + " is not a single value");
            }
            texts.add(Values.text(one));
        }
        return texts;
    }

    /** RFC 9110 §5.5: what is visible, and spaces between; nothing else gets into a head. */
    private String fieldValue(String text) throws NotAdaptable {
        boolean good = text.length() <= LONGEST_FIELD && text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        if (!good) {
            throw new NotAdaptable("what is to be " + place + " is no value of a field");
        }
        return text.strip();
    }
}
