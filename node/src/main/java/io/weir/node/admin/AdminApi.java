package io.weir.node.admin;

import static io.weir.node.state.AdminRole.ADMIN;
import static io.weir.node.state.AdminRole.OPERATOR;
import static io.weir.node.state.AdminRole.VIEWER;

import io.weir.node.admin.Resources.Resource;
import io.weir.node.state.AdminRole;
import io.weir.protocol.admin.ProblemReport;
import io.weir.protocol.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that can be asked, and by whom. Thread-safe. */
final class AdminApi {
    private static final Logger LOG = LoggerFactory.getLogger(AdminApi.class);
    private static final String DRAIN = "/v1/upstreams/{upstream}/endpoints/{endpoint}/drain";
    private static final String UNDRAIN = "/v1/upstreams/{upstream}/endpoints/{endpoint}/undrain";

    private final ActorSystem<?> system;
    private final Callers callers;
    private final Resources resources = new Resources();

    /** @param adminAddress where it is served, for {@code GET /v1/nodes/self} */
    AdminApi(ActorSystem<?> system, AdminPorts ports, AdminToken token, AdminAddress adminAddress) {
        this.system = system;
        this.callers = new Callers(token);
        Executor blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
        HealthResource health = new HealthResource(system, ports);
        NodeResource node = new NodeResource(ports, health, adminAddress, blocking);
        ConfigResource config = new ConfigResource(system, ports.config(), blocking);
        UpstreamResource upstreams = new UpstreamResource(ports.config(), ports.health());
        KeyedResource keyed = new KeyedResource(ports);
        RevocationResource revocations = new RevocationResource(system, ports.revocations());
        resources
                .addOpen("/health/live", "whether the process works", health::live)
                .addOpen("/health/ready", "whether the node takes traffic, and what it waits for", health::ready)
                .add("GET", "/metrics", VIEWER, "this node's metrics in Prometheus' text format", node::metrics)
                .add(
                        "GET",
                        "/v1/cluster",
                        VIEWER,
                        "the members, and whether they agree",
                        new ClusterResource(ports)::get)
                .add("GET", "/v1/nodes/self", VIEWER, "the node that is asked", node::self)
                .add("GET", "/v1/config", VIEWER, "the live document", config::get)
                .addReading("PUT", "/v1/config", ADMIN, "replaces the document on all nodes or on none", config::put)
                .add("GET", "/v1/routes", VIEWER, "routes and versions of apis", new RouteResource(ports.config())::get)
                .add("GET", "/v1/upstreams", VIEWER, "endpoints with their verdicts", upstreams::get)
                .add("POST", DRAIN, OPERATOR, "no new requests or sessions there", upstreams::drain)
                .add("POST", UNDRAIN, OPERATOR, "takes draining back", upstreams::undrain)
                .add("GET", "/v1/limits", VIEWER, "one bucket of a limit", keyed::limit)
                .add("GET", "/v1/sessions", VIEWER, "learned sessions of an upstream", keyed::sessions)
                .add("GET", "/v1/revocations", VIEWER, "what is revoked", revocations::list)
                .addReading("POST", "/v1/revocations", OPERATOR, "revokes on all nodes", revocations::revoke)
                .add("DELETE", "/v1/revocations/{id}", OPERATOR, "takes a revocation back", revocations::restore);
    }

    /** Never completes exceptionally. */
    CompletionStage<HttpResponse> handle(HttpRequest request) {
        try {
            return answer(request).exceptionally(failure -> refused(request, failure));
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(refused(request, e));
        }
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        String method = request.method().value();
        List<String> segments = new ArrayList<>();
        request.getUri().pathSegments().forEach(segments::add);
        Resources.Found found = resources.find(method, segments);
        Resource resource = found.resource();
        if (resource == null || !resource.reads()) {
            // A body that nobody wants is read away.
            request.discardEntityBytes(system);
        }
        if (resource != null && resource.role().isEmpty()) {
            return resource.handler().handle(new Call(request, found.path(), Caller.ANYBODY));
        }
        Caller caller = callers.of(request);
        if (resource == null) {
            throw found.methods().isEmpty() ? noSuchPath(request) : noSuchMethod(found);
        }
        AdminRole needed = resource.role().orElse(AdminRole.ADMIN);
        if (!caller.role().mayDo(needed)) {
            throw roleNeeded(caller, needed);
        }
        return resource.handler().handle(new Call(request, found.path(), caller));
    }

    private static Refusal noSuchPath(HttpRequest request) {
        return Refusal.notFound("path", "There is no " + request.getUri().path() + ".", "a resource of /v1");
    }

    private static Refusal noSuchMethod(Resources.Found found) {
        String allowed = String.join(", ", found.methods());
        Problem problem = new Problem(405, "method-not-allowed", "The method is not allowed here", "");
        return new Refusal(ProblemReport.of(problem).at("method", allowed), Answers.header("Allow", allowed));
    }

    private static Refusal roleNeeded(Caller caller, AdminRole needed) {
        Problem problem = new Problem(
                403,
                "role-needed",
                "The role does not allow this",
                caller.name() + " has the role " + caller.role().word() + ".");
        return new Refusal(ProblemReport.of(problem).at("Authorization", "a token with the role " + needed.word()));
    }

    private HttpResponse refused(HttpRequest request, Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapper && wrapper.getCause() != null
                ? wrapper.getCause()
                : failure;
        if (cause instanceof Refusal refusal) {
            if (refusal.report().status() != 413) {
                // A body that nobody reads would hold up the connection's next request.
                request.discardEntityBytes(system);
            }
            return Answers.problem(refusal.report()).addHeaders(refusal.headers());
        }
        if (cause instanceof TimeoutException) {
            Problem problem = new Problem(
                    503, "no-answer-in-time", "The cluster did not answer in time", "Ask again in a few seconds.");
            return Answers.problem(ProblemReport.of(problem)).addHeader(Answers.header("Retry-After", "2"));
        }
        LOG.error("{} {} failed", request.method().value(), request.getUri().path(), cause);
        Problem problem = new Problem(500, "internal-error", "The node failed to answer", "Its log says why.");
        return Answers.problem(ProblemReport.of(problem));
    }
}
