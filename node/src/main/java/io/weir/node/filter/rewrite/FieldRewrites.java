package io.weir.node.filter.rewrite;

import io.weir.config.model.RewritePolicy.TemplateEdits;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Edits of a request's fields: removed, renamed, set, added. Immutable. */
final class FieldRewrites {
    private static final Set<String> URLS = Set.of("location", "content-location", "refresh", "link");

    private final FieldName[] dropped;
    private final FieldName[] set;
    private final FieldName[] old;
    private final FieldName[] renamed;
    private final String[] newNames;
    private final FilledEdits filled;

    FieldRewrites(TemplateEdits edits) {
        dropped = edits.remove().stream().map(FieldName::of).toArray(FieldName[]::new);
        set = edits.set().keySet().stream().map(FieldName::of).toArray(FieldName[]::new);
        old = edits.rename().keySet().stream().map(FieldName::of).toArray(FieldName[]::new);
        newNames = edits.rename().values().toArray(String[]::new);
        renamed = edits.rename().values().stream().map(FieldName::of).toArray(FieldName[]::new);
        filled = FilledEdits.of(edits, FieldRewrites::landing);
    }

    /** How values are spelled in a field of that name. */
    static Landing landing(String name) {
        return URLS.contains(name.toLowerCase(Locale.ROOT)) ? Landing.URL : Landing.FIELD;
    }

    /** Finds all values, before anything is changed. */
    Prepared prepare(FilterContext exchange) throws UnfitValue {
        StringBuilder lines = new StringBuilder();
        List<FieldName> gone = new ArrayList<>(dropped.length + set.length + 2 * old.length);
        gone.addAll(List.of(dropped));
        for (int i = 0; i < old.length; i++) {
            String value = gone.contains(old[i]) ? null : exchange.requestField(old[i]);
            if (value != null) {
                gone.add(old[i]);
                gone.add(renamed[i]);
                if (!List.of(set).contains(renamed[i])) {
                    append(lines, newNames[i], value);
                }
            }
        }
        gone.addAll(List.of(set));
        filled.fill(exchange, (name, value) -> append(lines, name, value));
        return new Prepared(gone, lines.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void append(StringBuilder lines, String name, String value) {
        lines.append(name).append(": ").append(value).append("\r\n");
    }

    /** What becomes of the fields of one request. */
    record Prepared(List<FieldName> gone, byte[] lines) {
        void apply(FilterContext exchange) {
            gone.forEach(exchange::dropForwardedField);
            if (lines.length > 0) {
                exchange.addRequestLines(lines);
            }
        }
    }
}
