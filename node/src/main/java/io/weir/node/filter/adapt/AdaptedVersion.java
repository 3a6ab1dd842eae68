package io.weir.node.filter.adapt;

import io.weir.config.adapt.AdaptationChain;
import io.weir.config.model.Adaptation;
import io.weir.config.model.Api;
import io.weir.config.model.Validation.JsonLimits;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.Filter;
import io.weir.protocol.http.FieldName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * A version that is an adaptation, compiled. Immutable.
 *
 * @param fieldsRead what rules read of a request's head
 * @param mostBytes longer JSON bodies are refused
 */
public record AdaptedVersion(AdaptationChain chain, VersionNaming naming, List<FieldName> fieldsRead, int mostBytes) {
    /** A body's own bound is on its bytes; these are against what takes more than its bytes' worth of time. */
    static final JsonLimits LIMITS = new JsonLimits(100, 100_000, 1_000_000, Integer.MAX_VALUE, 10_000, false);

    private static final int PARALLEL = 2;
    private static final int WAITING = 64;

    /** @param version one of the api's, an adaptation */
    public static AdaptedVersion of(Api api, Api.Version version) {
        List<Api.Version> versions = api.chain(version);
        List<Adaptation> adaptations = versions.stream()
                .map(Api.Version::adapt)
                .flatMap(Optional::stream)
                .toList();
        AdaptationChain chain = AdaptationChain.of(adaptations);
        return new AdaptedVersion(
                chain,
                new VersionNaming(api, version, versions.get(versions.size() - 1)),
                chain.fieldsRead().stream().map(FieldName::of).toList(),
                adaptations.stream().mapToInt(Adaptation::bodyBytes).min().orElse(Adaptation.BODY_BYTES));
    }

    /** @param workers where large bodies are adapted */
    public Filter filter(BoundedWork workers) {
        return new AdaptFilter(this, workers);
    }

    /** For all versions of a document. */
    public static BoundedWork workers(Executor workers) {
        return new BoundedWork(workers, PARALLEL, WAITING);
    }
}
