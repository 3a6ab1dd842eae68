package io.weir.node.filter.rewrite;

import io.weir.config.model.RewritePolicy.TemplateEdits;
import io.weir.config.model.Template;
import io.weir.node.state.FilterContext;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What is set, then what is added, compiled into arrays. Immutable. */
final class FilledEdits {
    private final String[] names;
    private final Filling[] values;

    private FilledEdits(int count) {
        names = new String[count];
        values = new Filling[count];
    }

    /** @param landing by the name */
    static FilledEdits of(TemplateEdits edits, Function<String, Landing> landing) {
        FilledEdits filled = new FilledEdits(edits.set().size() + edits.add().size());
        int at = filled.put(0, edits.set(), landing);
        filled.put(at, edits.add(), landing);
        return filled;
    }

    private int put(int from, Map<String, Template> templates, Function<String, Landing> landing) {
        int at = from;
        for (Map.Entry<String, Template> entry : templates.entrySet()) {
            names[at] = entry.getKey();
            values[at++] = Filling.of(entry.getValue(), landing.apply(entry.getKey()));
        }
        return at;
    }

    int count() {
        return names.length;
    }

    String name(int index) {
        return names[index];
    }

    Filling value(int index) {
        return values[index];
    }

    /** What has a value, in order. */
    void fill(FilterContext exchange, BiConsumer<String, String> to) throws UnfitValue {
        for (int i = 0; i < names.length; i++) {
            String value = values[i].fill(exchange);
            if (value != null) {
                to.accept(names[i], value);
            }
        }
    }
}
