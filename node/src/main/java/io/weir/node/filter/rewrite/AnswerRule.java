package io.weir.node.filter.rewrite;

import io.weir.config.model.RewritePolicy.AnswerEdits;
import io.weir.config.model.RewritePolicy.Statuses;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.ParsedResponse;
import java.util.List;
import java.util.Map;

/** What is done with an answer's head, and when. Immutable. */
final class AnswerRule {
    private final List<Statuses> when;
    private final int status;
    private final List<String> removed;
    private final Map<String, String> renamed;
    private final List<String> set;
    private final FilledEdits filled;

    AnswerRule(AnswerEdits edits) {
        when = edits.when();
        status = edits.status().orElse(0);
        removed = edits.headers().remove();
        renamed = edits.headers().rename();
        set = List.copyOf(edits.headers().set().keySet());
        filled = FilledEdits.of(edits.headers(), FieldRewrites::landing);
    }

    Filling.Bound[] bind(FilterContext exchange) throws UnfitValue {
        Filling.Bound[] bound = new Filling.Bound[filled.count()];
        for (int i = 0; i < bound.length; i++) {
            bound[i] = filled.value(i).bind(exchange);
        }
        return bound;
    }

    /** @param backends the status that the backend answered with */
    boolean holds(int backends) {
        for (Statuses statuses : when) {
            if (backends >= statuses.from() && backends <= statuses.to()) {
                return true;
            }
        }
        return when.isEmpty();
    }

    /** @param now the status so far */
    int status(int now) {
        return status == 0 ? now : status;
    }

    /** @param answer as the backend sent it: what values are of */
    void edit(HeadLines lines, ParsedResponse answer, Filling.Bound[] values) {
        removed.forEach(lines::remove);
        lines.rename(renamed);
        set.forEach(lines::remove);
        for (int i = 0; i < values.length; i++) {
            String value = values[i].fill(answer);
            if (value != null) {
                lines.add(filled.name(i), value);
            }
        }
    }
}
