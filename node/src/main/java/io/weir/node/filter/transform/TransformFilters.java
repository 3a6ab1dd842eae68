package io.weir.node.filter.transform;

import io.weir.config.model.Transform;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.Filter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Makes the filters that convert bodies: one for each route. One use. */
public final class TransformFilters {
    /** The workers have other things to do, too. */
    private static final int AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private static final int WAITING = 32;

    private final BoundedWork workers;

    public TransformFilters(Executor workers) {
        this.workers = new BoundedWork(workers, AT_ONCE, WAITING);
    }

    /**
     * @param policy empty: bodies keep their formats
     * @param edits what else is done to bodies: for requests in this order, for answers in the reverse one
     */
    public Filter of(Optional<Transform> policy, List<BodyEdits> edits) {
        Transform known = policy.orElse(NO_FORMATS);
        return known.soap().isPresent()
                ? new SoapFilter(known, known.soap().get(), edits, workers)
                : new TransformFilter(known, edits, workers);
    }

    private static final Transform NO_FORMATS = new Transform(
            "",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Transform.Xml.DEFAULT,
            Transform.Types.TEXT,
            Transform.Csv.DEFAULT,
            Transform.BODY_BYTES,
            Transform.DEPTH);
}
