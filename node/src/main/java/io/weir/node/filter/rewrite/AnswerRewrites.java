package io.weir.node.filter.rewrite;

import io.weir.config.model.RewritePolicy.AnswerEdits;
import io.weir.node.state.AnswerTranslation;
import io.weir.node.state.FilterContext;
import java.util.List;

/** Rules for answers, compiled: all that hold for the backend's status are done, in order. Immutable. */
final class AnswerRewrites {
    private final AnswerRule[] rules;

    AnswerRewrites(List<AnswerEdits> edits) {
        rules = edits.stream().map(AnswerRule::new).toArray(AnswerRule[]::new);
    }

    boolean isEmpty() {
        return rules.length == 0;
    }

    /** With what the request has for them. */
    Bound bind(FilterContext exchange) throws UnfitValue {
        Filling.Bound[][] values = new Filling.Bound[rules.length][];
        for (int i = 0; i < rules.length; i++) {
            values[i] = rules[i].bind(exchange);
        }
        return new Bound(rules, values);
    }

    /** One exchange's; for each of its attempts begins anew. */
    record Bound(AnswerRule[] rules, Filling.Bound[][] values) {
        AnswerTranslation begin() {
            return new RewrittenAnswer(this);
        }
    }
}
