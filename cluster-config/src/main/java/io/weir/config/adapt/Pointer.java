package io.weir.config.adapt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A JSON Pointer (RFC 6901) in which {@code *} is each element of an array. Of two parts: as far as the last {@code *}, whose
 * places are visited one by one, and what is reached from each of them. Immutable.
 */
final class Pointer {
    private static final String EACH = "*";

    private final String text;
    private final String[] each;
    private final String[] rest;

    private Pointer(String text, String[] each, String[] rest) {
        this.text = text;
        this.each = each;
        this.rest = rest;
    }

    static Pointer of(String text) {
        String[] tokens = text.isEmpty() ? new String[0] : text.substring(1).split("/", -1);
        int last = 0;
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = tokens[i].replace("~1", "/").replace("~0", "~");
            last = tokens[i].equals(EACH) ? i + 1 : last;
        }
        return new Pointer(text, Arrays.copyOf(tokens, last), Arrays.copyOfRange(tokens, last, tokens.length));
    }

    /** Whether it is for the same elements as {@code other}. */
    boolean visitsAs(Pointer other) {
        return Arrays.equals(each, other.each);
    }

    /** Whether it leads to one place at most. */
    boolean isSingle() {
        return each.length == 0;
    }

    @Override
    public String toString() {
        return text;
    }

    /** What is done with each place that a pointer's first part leads to. */
    interface Visit {
        void at(Slot base) throws NotAdaptable;
    }

    /** From the last element to the first, so that elements may go. */
    void visit(Message message, Visit visit) throws NotAdaptable {
        visit(new Slot.Root(message), 0, visit);
    }

    private void visit(Slot slot, int depth, Visit visit) throws NotAdaptable {
        if (depth == each.length) {
            visit.at(slot);
            return;
        }
        JsonNode node = slot.get();
        String token = each[depth];
        if (token.equals(EACH)) {
            if (node instanceof ArrayNode array) {
                for (int i = array.size() - 1; i >= 0; i--) {
                    visit(new Slot.Element(array, i), depth + 1, visit);
                }
            }
            return;
        }
        Slot next = child(node, token);
        if (next != null) {
            visit(next, depth + 1, visit);
        }
    }

    /** The place from {@code base}, or null: nothing leads there. */
    @Nullable
    Slot find(Slot base) {
        Slot slot = base;
        for (String token : rest) {
            Slot next = child(slot.get(), token);
            if (next == null) {
                return null;
            }
            slot = next;
        }
        return slot;
    }

    /** The value from {@code base}, or null. */
    @Nullable
    JsonNode value(Slot base) {
        Slot slot = find(base);
        return slot == null ? null : slot.get();
    }

    /** Puts it there; objects on the way that are missing are made. False: the way leads through something that is none. */
    boolean put(Slot base, JsonNode value) {
        Slot slot = base;
        for (String token : rest) {
            JsonNode node = slot.get();
            if (node == null || node.isNull()) {
                node = JsonNodeFactory.instance.objectNode();
                slot.set(node);
            }
            slot = child(node, token);
            if (slot == null) {
                return false;
            }
        }
        slot.set(value);
        return true;
    }

    /** Whether it leads no further than to the places that it visits. */
    boolean endsThere() {
        return rest.length == 0;
    }

    private static @Nullable Slot child(@Nullable JsonNode node, String token) {
        if (node instanceof ObjectNode object) {
            return new Slot.Member(object, token);
        }
        if (node instanceof ArrayNode array) {
            int index = index(token, array.size());
            return index < 0 ? null : new Slot.Element(array, index);
        }
        return null;
    }

    /** Of an element that is there, or -1. */
    private static int index(String token, int size) {
        if (token.isEmpty() || token.length() > 9 || token.length() > 1 && token.charAt(0) == '0') {
            return -1;
        }
        int index = 0;
        for (int i = 0; i < token.length(); i++) {
            int digit = token.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            index = index * 10 + digit;
        }
        return index < size ? index : -1;
    }
}
