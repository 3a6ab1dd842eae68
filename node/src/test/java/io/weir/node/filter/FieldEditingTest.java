package io.weir.node.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.FieldEdits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class FieldEditingTest {
    private static final String[] NAMES = {"X-A", "x-a", "X-B", "X-C"};

    @Test
    void nothingMergedIsNothing() {
        assertThat(FieldEditing.merge(List.of())).isEqualTo(FieldEdits.NONE);
        assertThat(FieldEditing.merge(List.of(FieldEdits.NONE, FieldEdits.NONE)))
                .isEqualTo(FieldEdits.NONE);
    }

    /** The law: merged edits do to any message what the edits do one after the other. */
    @Test
    void mergedEditsDoWhatTheyDoOneAfterTheOther() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            List<FieldEdits> edits = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                edits.add(edits(random));
            }
            Map<String, String> message = new TreeMap<>(Map.of("x-a", "1", "x-b", "2"));
            Map<String, String> oneByOne = message;
            for (FieldEdits each : edits) {
                oneByOne = applied(each, oneByOne);
            }
            assertThat(applied(FieldEditing.merge(edits), message))
                    .as("seed %s: %s", seed, edits)
                    .isEqualTo(oneByOne);
        }
    }

    /** Removed first, then set, then added; several values of a field as one list. */
    private static Map<String, String> applied(FieldEdits edits, Map<String, String> message) {
        Map<String, String> after = new TreeMap<>(message);
        edits.remove().forEach(name -> after.remove(name.toLowerCase(Locale.ROOT)));
        edits.set().forEach((name, value) -> after.put(name.toLowerCase(Locale.ROOT), value));
        edits.add()
                .forEach((name, value) ->
                        after.merge(name.toLowerCase(Locale.ROOT), value, (one, other) -> one + ", " + other));
        return after;
    }

    private static FieldEdits edits(Random random) {
        Map<String, String> set = new LinkedHashMap<>();
        Map<String, String> add = new LinkedHashMap<>();
        List<String> remove = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            String name = NAMES[random.nextInt(NAMES.length)];
            String value = "v" + random.nextInt(100);
            boolean known = set.keySet().stream().anyMatch(name::equalsIgnoreCase)
                    || add.keySet().stream().anyMatch(name::equalsIgnoreCase)
                    || remove.stream().anyMatch(name::equalsIgnoreCase);
            switch (known ? 3 : random.nextInt(3)) {
                case 0 -> set.put(name, value);
                case 1 -> add.put(name, value);
                case 2 -> remove.add(name);
                default -> {}
            }
        }
        return new FieldEdits(set, add, remove);
    }
}
