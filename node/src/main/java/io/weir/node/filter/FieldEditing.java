package io.weir.node.filter;

import io.weir.config.model.FieldEdits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts several edits into one that has the effect of doing them one after the other. */
final class FieldEditing {
    private FieldEditing() {}

    static FieldEdits merge(List<FieldEdits> inOrder) {
        FieldEdits merged = FieldEdits.NONE;
        for (FieldEdits edits : inOrder) {
            merged = edits.isEmpty() ? merged : merged.isEmpty() ? edits : then(merged, edits);
        }
        return merged;
    }

    private static FieldEdits then(FieldEdits first, FieldEdits second) {
        Map<String, String> set = ignoringCase(first.set());
        Map<String, String> add = ignoringCase(first.add());
        Map<String, String> remove = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        first.remove().forEach(name -> remove.put(name, name));
        for (String name : second.remove()) {
            set.remove(name);
            add.remove(name);
            remove.put(name, name);
        }
        second.set().forEach((name, value) -> {
            add.remove(name);
            set.put(name, value);
        });
        // Two values of one field in one line mean the same as two lines (RFC 9110 §5.3).
        second.add().forEach((name, value) -> add.merge(name, value, (one, other) -> one + ", " + other));
        return new FieldEdits(set, add, new ArrayList<>(remove.values()));
    }

    private static Map<String, String> ignoringCase(Map<String, String> fields) {
        Map<String, String> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        map.putAll(fields);
        return map;
    }
}
