package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * Some order of JSON values in which those, and only those, are the same that JSON Schema takes for equal (2020-12 §4.2.2).
 * Each two values that are compared count as a step.
 */
enum JsonOrder implements Comparator<JsonNode> {
    INSTANCE;

    @Override
    public int compare(JsonNode one, JsonNode other) {
        Steps.spendOnThread(1);
        int kinds = one.getNodeType().compareTo(other.getNodeType());
        if (kinds != 0) {
            return kinds;
        }
        return switch (one.getNodeType()) {
            case NUMBER -> one.decimalValue().compareTo(other.decimalValue());
            case STRING -> one.textValue().compareTo(other.textValue());
            case BOOLEAN -> Boolean.compare(one.booleanValue(), other.booleanValue());
            case ARRAY -> arrays(one, other);
            case OBJECT -> objects(one, other);
            default -> 0;
        };
    }

    private int arrays(JsonNode one, JsonNode other) {
        int sizes = Integer.compare(one.size(), other.size());
        for (int i = 0; i < one.size() && sizes == 0; i++) {
            sizes = compare(one.get(i), other.get(i));
        }
        return sizes;
    }

    private int objects(JsonNode one, JsonNode other) {
        int order = Integer.compare(one.size(), other.size());
        if (order != 0) {
            return order;
        }
        List<String> names = names(one);
        List<String> others = names(other);
        for (int i = 0; i < names.size() && order == 0; i++) {
            order = names.get(i).compareTo(others.get(i));
        }
        for (int i = 0; i < names.size() && order == 0; i++) {
            order = compare(one.get(names.get(i)), other.get(names.get(i)));
        }
        return order;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>(object.size());
        for (Iterator<String> all = object.fieldNames(); all.hasNext(); ) {
            names.add(all.next());
        }
        Collections.sort(names);
        return names;
    }
}
