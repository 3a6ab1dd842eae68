package io.weir.node.filter.grpc;

import io.weir.config.model.GrpcPolicy;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.DocumentFiles;
import io.weir.node.state.Filter;
import io.weir.node.state.Stager.StagingException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/** Makes the filters of policies that speak gRPC for clients: one for each policy of a revision, shared by its routes. One use. */
public final class GrpcFilters {
    /** The workers have other things to do, too. */
    private static final int AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private static final int WAITING = 32;
    private static final int MOST_DESCRIPTORS = 16 * 1024 * 1024;

    private final DocumentFiles files;
    private final BoundedWork workers;
    private final Map<String, Filter> made = new HashMap<>();

    public GrpcFilters(DocumentFiles files, Executor workers) {
        this.files = files;
        this.workers = new BoundedWork(workers, AT_ONCE, WAITING);
    }

    /** @throws StagingException when the policy's descriptor set cannot be used */
    public Filter transcode(GrpcPolicy.Transcode policy) {
        return made.computeIfAbsent(policy.name(), name -> {
            byte[] set = files.read(policy.descriptors(), MOST_DESCRIPTORS);
            try {
                return new TranscodeFilter(Transcoder.of(set, policy), workers);
            } catch (BadDescriptors e) {
                throw new StagingException(policy.descriptors() + ": " + e.getMessage());
            }
        });
    }

    /** Comes before all that may refuse a call. */
    public Filter webCalls() {
        return new WebCallFilter();
    }

    /** Comes when it is known that the call is let pass. */
    public Filter webBodies(GrpcPolicy.Web policy) {
        return new WebBodyFilter(policy.messageBytes());
    }
}
