package io.weir.config.adapt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.weir.config.model.ValuePlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A text of other values, as {@code compute} has it. Immutable. */
final class Composed implements Rule {
    private static final int LONGEST = 65_536;

    /** A part of it: a text, or where one stands. */
    record Part(@Nullable String text, @Nullable ValuePlace place) {}

    /** One that is ready; of pointer and spot one at most. */
    private record Ready(@Nullable String text, @Nullable Pointer pointer, @Nullable Spot spot) {}

    private final ValuePlace at;
    private final Pointer pointer;
    private final List<Ready> parts;

    Composed(ValuePlace at, String template) {
        this.at = at;
        this.pointer = Pointer.of(at.inBody() ? at.name() : "");
        this.parts = parts(template).orElseThrow().stream().map(Composed::ready).toList();
    }

    private static Ready ready(Part part) {
        ValuePlace place = part.place;
        if (place == null) {
            return new Ready(part.text, null, null);
        }
        return place.inBody()
                ? new Ready(null, Pointer.of(place.name()), null)
                : new Ready(null, null, new Spot(place));
    }

    /** Empty when it is no template. */
    static Optional<List<Part>> parts(String template) {
        List<Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            boolean doubled = i + 1 < template.length() && template.charAt(i + 1) == c;
            if (c == '{' && !doubled) {
                int end = template.indexOf('}', i);
                Optional<ValuePlace> place = end < 0 ? Optional.empty() : ValuePlace.of(template.substring(i + 1, end));
                if (place.isEmpty()) {
                    return Optional.empty();
                }
                parts.add(new Part(text.toString(), null));
                parts.add(new Part(null, place.get()));
                text.setLength(0);
                i = end;
            } else if (c == '}' && !doubled) {
                return Optional.empty();
            } else {
                text.append(c);
                i += c == '{' || c == '}' ? 1 : 0;
            }
        }
        parts.add(new Part(text.toString(), null));
        return Optional.of(parts);
    }

    @Override
    public void apply(Message message) throws NotAdaptable {
        if (!at.inBody()) {
            Spot spot = new Spot(at);
            Optional<JsonNode> text = spot.takes(message) ? text(message, new Slot.Root(message)) : Optional.empty();
            if (text.isPresent()) {
                spot.put(message, text.get());
            }
        } else if (message.body() != null) {
            pointer.visit(message, base -> {
                Optional<JsonNode> text = text(message, base);
                if (text.isPresent() && pointer.put(base, text.get())) {
                    message.touch();
                }
            });
        }
    }

    /** Empty when something is missing. */
    private Optional<JsonNode> text(Message message, Slot base) throws NotAdaptable {
        StringBuilder text = new StringBuilder();
        for (Ready part : parts) {
            if (part.text != null) {
                text.append(part.text);
                continue;
            }
            JsonNode value = value(part, message, base);
            if (value == null || !Values.isSingle(value)) {
                return Optional.empty();
            }
            text.append(Values.text(value));
            if (text.length() > LONGEST) {
                throw new NotAdaptable("what is computed for " + at + " is too long");
            }
        }
        return Optional.of(TextNode.valueOf(text.toString()));
    }

    private @Nullable JsonNode value(Ready part, Message message, Slot base) throws NotAdaptable {
        if (part.spot != null) {
            return part.spot.get(message);
        }
        Pointer from = part.pointer;
        return from == null ? null : from.value(from.isSingle() ? new Slot.Root(message) : base);
    }
}
