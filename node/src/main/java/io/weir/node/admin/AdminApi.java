package io.weir.node.admin;

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
    private static final String BEARER = "Bearer ";

    private final ActorSystem<?> system;
    private final AdminToken token;
    private final Resources resources = new Resources();

    /** @param adminAddress where it is served, for {@code GET /v1/nodes/self} */
    AdminApi(ActorSystem<?> system, AdminPorts ports, AdminToken token, AdminAddress adminAddress) {
        this.system = system;
        this.token = token;
        Executor blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
        HealthResource health = new HealthResource(system, ports);
        NodeResource node = new NodeResource(ports, health, adminAddress, blocking);
        ConfigResource config = new ConfigResource(system, ports.config(), blocking);
        UpstreamResource upstreams = new UpstreamResource(ports.config(), ports.health());
        KeyedResource keyed = new KeyedResource(ports);
        resources
                .addOpen("GET", "/health/live", health::live)
                .addOpen("GET", "/health/ready", health::ready)
                .add("GET", "/metrics", node::metrics)
                .add("GET", "/v1/cluster", new ClusterResource(ports)::get)
                .add("GET", "/v1/nodes/self", node::self)
                .add("GET", "/v1/config", config::get)
                .add("PUT", "/v1/config", config::put)
                .add("GET", "/v1/routes", new RouteResource(ports.config())::get)
                .add("GET", "/v1/upstreams", upstreams::get)
                .add("POST", "/v1/upstreams/{upstream}/endpoints/{endpoint}/drain", upstreams::drain)
                .add("POST", "/v1/upstreams/{upstream}/endpoints/{endpoint}/undrain", upstreams::undrain)
                .add("GET", "/v1/limits", keyed::limit)
                .add("GET", "/v1/sessions", keyed::sessions);
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
        if (!method.equals("PUT") || found.handler() == null) {
            // No resource but a document has a body; one that came is read away.
            request.discardEntityBytes(system);
        }
        if (!found.open()) {
            authenticate(request);
        }
        if (found.methods().isEmpty()) {
            throw Refusal.notFound("path", "There is no " + request.getUri().path() + ".", "a resource of /v1");
        }
        if (found.handler() == null) {
            String allowed = String.join(", ", found.methods());
            Problem problem = new Problem(405, "method-not-allowed", "The method is not allowed here", "");
            throw new Refusal(ProblemReport.of(problem).at("method", allowed), Answers.header("Allow", allowed));
        }
        return found.handler().handle(new Call(request, found.path()));
    }

    private void authenticate(HttpRequest request) {
        String said =
                request.getHeader("Authorization").map(field -> field.value()).orElse("");
        boolean bearer = said.regionMatches(true, 0, BEARER, 0, BEARER.length());
        if (bearer && token.matches(said.substring(BEARER.length()).strip())) {
            return;
        }
        String challenge = "Bearer realm=\"weir\"" + (bearer ? ", error=\"invalid_token\"" : "");
        Problem problem = new Problem(
                401,
                "unauthorized",
                "The admin API needs its token",
                bearer ? "The token is not the one of this node." : "The request carries no bearer token.");
        throw new Refusal(
                ProblemReport.of(problem).at("Authorization", "Bearer and the content of the node's admin token file"),
                Answers.header("WWW-Authenticate", challenge));
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
