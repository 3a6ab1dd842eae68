package io.weir.node.filter.adapt;

import io.weir.config.adapt.AdaptationChain;
import io.weir.config.model.Adaptation;
import io.weir.config.model.Api;
import io.weir.config.model.Validation.JsonLimits;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.DocumentFiles;
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
 * @param smallBytes longer ones are adapted by workers: on a loop everybody else waits meanwhile
 */
public record AdaptedVersion(
        AdaptationChain chain, VersionNaming naming, List<FieldName> fieldsRead, int mostBytes, int smallBytes) {
    /** A body's own bound is on its bytes; these are against what takes more than its bytes' worth of time. */
    static final JsonLimits LIMITS = new JsonLimits(100, 100_000, 1_000_000, Integer.MAX_VALUE, 10_000, false);

    /** With a few rules such a body is read, adapted and written within 200 µs. */
    private static final int SMALL = 16 * 1024;

    private static final int FEW_RULES = 16;
    private static final int PARALLEL = 2;
    private static final int WAITING = 64;

    /**
     * @param version one of the api's, an adaptation
     * @throws io.weir.node.state.Stager.StagingException when an example in a file does not hold
     */
    public static AdaptedVersion of(Api api, Api.Version version, DocumentFiles files) {
        ProvedFiles.prove(version, files);
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
                adaptations.stream().mapToInt(Adaptation::bodyBytes).min().orElse(Adaptation.BODY_BYTES),
                small(adaptations));
    }

    /** Each rule may go through all of a body. */
    private static int small(List<Adaptation> adaptations) {
        int rules = adaptations.stream()
                .mapToInt(one -> Math.max(
                        one.request().size(),
                        Math.max(one.response().size(), one.errors().size())))
                .sum();
        return SMALL * FEW_RULES / Math.max(FEW_RULES, rules);
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
