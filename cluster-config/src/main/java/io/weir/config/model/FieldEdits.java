package io.weir.config.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Removed first, then set (replacing), then added. */
public record FieldEdits(Map<String, String> set, Map<String, String> add, List<String> remove) {
    public static final FieldEdits NONE = new FieldEdits(Map.of(), Map.of(), List.of());

    public FieldEdits {
        set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
        add = Collections.unmodifiableMap(new LinkedHashMap<>(add));
        remove = List.copyOf(remove);
    }

    public boolean isEmpty() {
        return set.isEmpty() && add.isEmpty() && remove.isEmpty();
    }
}
