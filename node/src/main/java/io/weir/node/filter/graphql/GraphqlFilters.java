package io.weir.node.filter.graphql;

import io.weir.config.model.GraphqlPolicy;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.DocumentFiles;
import io.weir.node.state.Filter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/** Makes the filters of {@code graphql} policies: one for each policy of a revision, shared by its routes. One use. */
public final class GraphqlFilters {
    private static final int AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    private static final int WAITING = 64;

    private final DocumentFiles files;
    private final BoundedWork workers;
    private final Map<String, Filter> made = new HashMap<>();

    public GraphqlFilters(DocumentFiles files, Executor workers) {
        this.files = files;
        this.workers = new BoundedWork(workers, AT_ONCE, WAITING);
    }

    /** @throws io.weir.node.state.Stager.StagingException when a persisted query cannot be read */
    public Filter of(GraphqlPolicy policy) {
        return made.computeIfAbsent(policy.name(), name -> new GraphqlFilter(policy, files, workers));
    }
}
