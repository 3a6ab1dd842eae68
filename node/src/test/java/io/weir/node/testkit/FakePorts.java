package io.weir.node.testkit;

import io.weir.node.filter.CompilerPorts;
import io.weir.node.filter.HostResolver;
import io.weir.node.filter.auth.token.IdentityProviders;
import io.weir.node.filter.cache.CacheStores;
import io.weir.node.state.BackendTls;
import io.weir.node.state.Certificates;
import io.weir.node.state.CookieSigner;
import io.weir.node.state.DocumentFiles;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.HttpCalls;
import io.weir.node.state.LimitAnswer;
import io.weir.node.state.Limiter;
import io.weir.node.state.Limiters;
import io.weir.node.state.Replays;
import io.weir.node.state.Revocations;
import io.weir.node.state.Sealing;
import io.weir.node.state.Secrets;
import io.weir.node.state.SessionDesk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A control plane that says yes at once. */
public final class FakePorts {
    /** Admits everything. */
    public static final Limiters NO_LIMITS = policy -> new Same(Limiter.Admission.ADMITTED);

    /** Denies everything, without asking anybody. */
    public static final Limiters NOTHING_LEFT = policy -> new Same(Limiter.Admission.DENIED);

    /** Never comes to a decision. */
    public static final Limiters NO_OWNER = policy -> new Same(Limiter.Admission.WAIT);

    /** Knows no sessions: what is proposed holds. */
    public static final SessionDesk NO_SESSIONS = new SessionDesk() {
        @Override
        public @Nullable String cached(String upstream, String key) {
            return null;
        }

        @Override
        public void assign(
                String upstream,
                String key,
                String proposed,
                @Nullable String lost,
                Executor loop,
                Consumer<String> then) {
            loop.execute(() -> then.accept(proposed));
        }
    };

    /** Cookies that anybody could make: {@code upstream~host~port}. */
    public static final CookieSigner PLAIN_COOKIES = new CookieSigner() {
        @Override
        public String sign(String upstream, String endpoint) {
            return upstream + "~" + endpoint.replace(':', '~');
        }

        @Override
        public @Nullable String verify(String upstream, String value) {
            return value.startsWith(upstream + "~")
                    ? value.substring(upstream.length() + 1).replace('~', ':')
                    : null;
        }
    };

    /** Has no files and no environment. */
    public static final Secrets NO_SECRETS = ref -> {
        throw new IOException(ref + " is not there");
    };

    private FakePorts() {}

    private static CompletableFuture<HttpCalls.Reply> nobodyThere(HttpCalls.Call call) {
        return CompletableFuture.failedFuture(new IOException("nobody is there for " + call));
    }

    /** No certificates, nothing revoked, nobody to call; what workers do is done at once. */
    public static CompilerPorts compiler(EndpointStatuses statuses, Limiters limiters, HostResolver resolver) {
        return compiler(statuses, limiters, resolver, Certificates.NONE, (upstream, endpoint) -> null);
    }

    public static CompilerPorts compiler(
            EndpointStatuses statuses,
            Limiters limiters,
            HostResolver resolver,
            Certificates certificates,
            BackendTls.Compiler backendTls) {
        return new CompilerPorts(
                statuses,
                limiters,
                NO_SESSIONS,
                resolver,
                certificates,
                backendTls,
                NO_SECRETS,
                Revocations.NONE,
                FakePorts::nobodyThere,
                new DocumentFiles(Path.of("")),
                Runnable::run,
                new IdentityProviders(FakePorts::nobodyThere, NO_SECRETS, Sealing.IMPOSSIBLE, Runnable::run),
                new LocalReplays(),
                new CacheStores());
    }

    /** Others can be asked, secrets are there, and work is done by {@code workers}; what else there is stays. */
    public static UnaryOperator<CompilerPorts> asking(
            HttpCalls calls, Secrets secrets, Revocations revocations, Executor workers) {
        return asking(calls, secrets, Secret.of(1), revocations, workers);
    }

    public static UnaryOperator<CompilerPorts> asking(
            HttpCalls calls, Secrets secrets, Sealing sealing, Revocations revocations, Executor workers) {
        return ports -> new CompilerPorts(
                ports.statuses(),
                ports.limiters(),
                ports.sessions(),
                ports.resolver(),
                ports.certificates(),
                ports.backendTls(),
                secrets,
                revocations,
                calls,
                ports.files(),
                workers,
                new IdentityProviders(calls, secrets, sealing, workers),
                ports.replays(),
                ports.caches());
    }

    /** The same ports, but for whose word counts about what came before. */
    public static CompilerPorts remembering(CompilerPorts ports, Replays replays) {
        return new CompilerPorts(
                ports.statuses(),
                ports.limiters(),
                ports.sessions(),
                ports.resolver(),
                ports.certificates(),
                ports.backendTls(),
                ports.secrets(),
                ports.revocations(),
                ports.calls(),
                ports.files(),
                ports.workers(),
                ports.providers(),
                replays,
                ports.caches());
    }

    /** The same ports with caches of the test's own. */
    public static CompilerPorts caching(CompilerPorts ports, CacheStores caches) {
        return new CompilerPorts(
                ports.statuses(),
                ports.limiters(),
                ports.sessions(),
                ports.resolver(),
                ports.certificates(),
                ports.backendTls(),
                ports.secrets(),
                ports.revocations(),
                ports.calls(),
                ports.files(),
                ports.workers(),
                ports.providers(),
                ports.replays(),
                caches);
    }

    private record Same(Limiter.Admission admission) implements Limiter {
        @Override
        public Admission admit(byte[] key, int start, int end, long nowNanos, LimitAnswer answer) {
            answer.set(0, 1_000_000_000L);
            return admission;
        }

        @Override
        public void await(byte[] key, int start, int end, Executor loop, Waiter waiter) {
            // Nobody ever answers.
        }
    }
}
