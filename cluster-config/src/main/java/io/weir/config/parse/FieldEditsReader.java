package io.weir.config.parse;

import io.weir.config.model.FieldEdits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@code { set: {NAME: value}, add: {NAME: value}, remove: [NAME] }}. */
final class FieldEditsReader {
    private FieldEditsReader() {}

    static FieldEdits read(Fields parent, String field) {
        return parent.child(field, "a mapping with set, add and remove")
                .map(FieldEditsReader::edits)
                .orElse(FieldEdits.NONE);
    }

    private static FieldEdits edits(Fields fields) {
        List<String> remove = fields.words("remove", Terms.FIELD + " that may be edited", FieldEditsReader::editable);
        FieldEdits edits = new FieldEdits(values(fields, "set"), values(fields, "add"), remove);
        fields.end();
        return edits;
    }

    private static Optional<String> editable(String name) {
        return Terms.field(name).filter(Terms::mayEdit);
    }

    private static Map<String, String> values(Fields fields, String field) {
        Mistakes mistakes = fields.reading().mistakes();
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> spelled = new LinkedHashMap<>();
        fields.pairs(field, "a mapping of field names to values", (name, value, place) -> {
            if (Terms.field(name).isEmpty()) {
                mistakes.add(place, "is not a field name", Terms.FIELD);
            } else if (!Terms.mayEdit(name)) {
                mistakes.add(place, "belongs to the connection or frames the message; it cannot be edited", "");
            } else if (Terms.fieldValue(value).isEmpty()) {
                mistakes.add(place, "has a value that a field cannot carry", Terms.VALUE);
            } else if (spelled.putIfAbsent(name.toLowerCase(Locale.ROOT), name) != null) {
                mistakes.add(place, "is there twice (field names ignore case)", "each field once");
            } else {
                values.put(name, value);
            }
        });
        return values;
    }
}
