package io.weir.node.filter;

import io.weir.node.filter.auth.token.IdentityProviders;
import io.weir.node.filter.cache.CacheStores;
import io.weir.node.state.BackendTls;
import io.weir.node.state.Certificates;
import io.weir.node.state.DocumentFiles;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.HttpCalls;
import io.weir.node.state.Limiters;
import io.weir.node.state.Replays;
import io.weir.node.state.Revocations;
import io.weir.node.state.Secrets;
import io.weir.node.state.SessionDesk;
import java.util.concurrent.Executor;

/**
 * What the filters of a snapshot work with.
 *
 * @param files what the document's {@code file:} references lead to
 * @param workers where what takes longer than a loop may (password hashes, signatures) is computed; bounded
 * @param caches the caches of this node, which outlive snapshots
 * @param providers what outlives snapshots about those who issue tokens
 */
public record CompilerPorts(
        EndpointStatuses statuses,
        Limiters limiters,
        SessionDesk sessions,
        HostResolver resolver,
        Certificates certificates,
        BackendTls.Compiler backendTls,
        Secrets secrets,
        Revocations revocations,
        HttpCalls calls,
        DocumentFiles files,
        Executor workers,
        IdentityProviders providers,
        Replays replays,
        CacheStores caches) {}
