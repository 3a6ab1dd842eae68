package io.weir.node.filter.rewrite;

import io.weir.config.model.RewritePolicy;
import io.weir.config.model.RewritePolicy.RequestEdits;
import io.weir.node.decide.rewrite.Escapes;
import io.weir.node.decide.rewrite.QueryEdits;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Method;
import java.util.Optional;
import java.util.Set;

/**
 * Rewrite: method, path, query and fields of the request as the endpoint gets it, status and fields of its answer. All
 * values are found, and refused, before the endpoint is asked. A HEAD keeps its method; of a WebSocket the answer is left
 * alone.
 */
public final class RewriteFilter implements Filter {
    private static final FieldName CONTENT_LENGTH = FieldName.of("content-length");
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
    private static final byte[] NO_BODY = {
        'C', 'o', 'n', 't', 'e', 'n', 't', '-', 'L', 'e', 'n', 'g', 't', 'h', ':', ' ', '0', '\r', '\n'
    };

    private final String method;
    private final Optional<Filling> path;
    private final boolean editsTarget;
    private final QueryEdits query;
    private final FilledEdits parameters;
    private final FieldRewrites fields;
    private final AnswerRewrites answers;

    public RewriteFilter(RewritePolicy policy) {
        RequestEdits request = policy.request();
        method = request.method().orElse("");
        path = request.path().map(template -> Filling.of(template, Landing.SEGMENT));
        editsTarget = !method.isEmpty() || path.isPresent() || !request.query().isEmpty();
        query = new QueryEdits(
                Set.copyOf(request.query().remove()),
                request.query().rename(),
                request.query().set().keySet());
        parameters = FilledEdits.of(request.query(), name -> Landing.QUERY);
        fields = new FieldRewrites(request.headers());
        answers = new AnswerRewrites(policy.response());
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        try {
            AnswerRewrites.Bound bound = answers.isEmpty() || exchange.isWebSocket() ? null : answers.bind(exchange);
            FieldRewrites.Prepared prepared = fields.prepare(exchange);
            if (editsTarget) {
                editTarget(exchange);
            }
            prepared.apply(exchange);
            if (bound != null) {
                exchange.translateAnswer(bound::begin);
            }
            return Outcome.CONTINUE;
        } catch (UnfitValue e) {
            exchange.deny(e.problem());
            return Outcome.ANSWERED;
        }
    }

    private void editTarget(FilterContext exchange) throws UnfitValue {
        String as = exchange.forwardedMethod();
        if (!method.isEmpty() && exchange.head().method() != Method.HEAD) {
            as = method;
            if (WITH_BODY.contains(method)
                    && exchange.bodyLength() == 0
                    && exchange.requestField(CONTENT_LENGTH) == null) {
                exchange.addRequestLines(NO_BODY);
            }
        }
        StringBuilder edited = query.edit(exchange.forwardedQuery());
        parameters.fill(exchange, (name, value) -> QueryEdits.append(edited, name, value));
        exchange.forwardAs(as, path(exchange), edited.toString());
    }

    private String path(FilterContext exchange) throws UnfitValue {
        if (path.isEmpty()) {
            return exchange.forwardedPath();
        }
        String filled = path.get().path(exchange);
        if (!Escapes.isSound(filled)) {
            throw UnfitValue.ofPath();
        }
        return filled;
    }
}
