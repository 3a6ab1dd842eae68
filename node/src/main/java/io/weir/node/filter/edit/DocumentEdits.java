package io.weir.node.filter.edit;

import io.weir.config.model.BodySteps;
import io.weir.config.model.Transform;
import io.weir.node.filter.transform.BodyEdit;
import io.weir.node.filter.transform.BodyEdits;
import io.weir.node.state.FilterContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The edits of a transform policy, compiled. Thread-safe. */
public final class DocumentEdits implements BodyEdits {
    private final @Nullable EditSteps request;
    private final @Nullable EditSteps answer;

    private DocumentEdits(@Nullable EditSteps request, @Nullable EditSteps answer) {
        this.request = request;
        this.answer = answer;
    }

    /** Empty when the policy has none. */
    public static Optional<BodyEdits> of(Transform policy) {
        Optional<BodySteps> requests = policy.request().flatMap(Transform.Request::body);
        Optional<BodySteps> answers = policy.response().flatMap(Transform.Response::body);
        return requests.isEmpty() && answers.isEmpty()
                ? Optional.empty()
                : Optional.of(new DocumentEdits(steps(requests, policy), steps(answers, policy)));
    }

    private static @Nullable EditSteps steps(Optional<BodySteps> steps, Transform policy) {
        return steps.map(some -> new EditSteps(some, policy.bodyBytes(), policy.depth()))
                .orElse(null);
    }

    @Override
    public @Nullable BodyEdit request(FilterContext exchange) {
        return request == null ? null : request.bind(exchange);
    }

    @Override
    public @Nullable BodyEdit answer(FilterContext exchange) {
        return answer == null ? null : answer.bind(exchange);
    }
}
