package io.weir.node.admin;

import io.weir.node.admin.Resources.Resource;
import io.weir.node.state.AdminRole;
import io.weir.protocol.admin.ProblemReport;
import io.weir.protocol.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a request in, has it answered, and notes in the audit log what was done or tried. Thread-safe. */
final class Reception {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    private final ActorSystem<?> system;
    private final AdminPorts ports;
    private final Callers callers;
    private final Resources resources;
    private final OwnHosts hosts;

    Reception(ActorSystem<?> system, AdminPorts ports, OwnHosts hosts, Callers callers, Resources resources) {
        this.system = system;
        this.ports = ports;
        this.hosts = hosts;
        this.callers = callers;
        this.resources = resources;
    }

    /** Never completes exceptionally. */
    CompletionStage<HttpResponse> handle(HttpRequest request) {
        Attempt attempt =
                new Attempt(request.method().value(), resourceOf(request), Callers.textOf(request), liveRevision());
        return begin(request, attempt)
                .handle((answer, failure) -> answer == null ? refused(request, failure, attempt) : answer)
                .thenCompose(answer ->
                        attempt.isNoted() ? noted(attempt, answer) : CompletableFuture.completedFuture(answer));
    }

    private CompletionStage<HttpResponse> begin(HttpRequest request, Attempt attempt) {
        try {
            return answer(request, attempt);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request, Attempt attempt) {
        List<String> segments = new ArrayList<>();
        request.getUri().pathSegments().forEach(segments::add);
        Resources.Found found = resources.find(request.method().value(), segments);
        Resource resource = found.resource();
        if (resource == null || !resource.reads()) {
            // A body that nobody wants is read away.
            request.discardEntityBytes(system);
        }
        if (resource != null && resource.role().isEmpty()) {
            return resource.handler().handle(new Call(request, found.path(), Caller.ANYBODY, attempt));
        }
        hosts.check(request);
        return callers.of(request, attempt).thenCompose(caller -> answer(request, found, caller, attempt));
    }

    private CompletionStage<HttpResponse> answer(
            HttpRequest request, Resources.Found found, Caller caller, Attempt attempt) {
        attempt.by(caller);
        Resource resource = found.resource();
        if (resource == null) {
            throw found.methods().isEmpty() ? noSuchPath(request) : noSuchMethod(found);
        }
        AdminRole needed = resource.role().orElse(AdminRole.ADMIN);
        if (!caller.role().mayDo(needed)) {
            attempt.note();
            throw roleNeeded(caller, needed);
        }
        if (resource.changes()) {
            attempt.note();
        }
        return resource.handler().handle(new Call(request, found.path(), caller, attempt));
    }

    private CompletionStage<HttpResponse> noted(Attempt attempt, HttpResponse answer) {
        return ports.audit()
                .note(attempt.event(answer.status().intValue(), liveRevision()))
                .thenApply(noted -> {
                    HttpResponse named =
                            noted.id().isEmpty() ? answer : answer.addHeader(Answers.header("Weir-Audit", noted.id()));
                    // What was done is done; that nobody else knows of it yet is said.
                    return noted.replicated()
                            ? named
                            : named.addHeader(Answers.header("Weir-Audit-Replicated", "false"));
                });
    }

    private long liveRevision() {
        return ports.config().live().revision();
    }

    private static String resourceOf(HttpRequest request) {
        String query = request.getUri().rawQueryString().map(raw -> "?" + raw).orElse("");
        return request.getUri().path() + query;
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

    private HttpResponse refused(HttpRequest request, Throwable failure, Attempt attempt) {
        Throwable cause = failure instanceof CompletionException wrapper && wrapper.getCause() != null
                ? wrapper.getCause()
                : failure;
        if (cause instanceof Refusal refusal) {
            attempt.refused(refusal.report().type());
            if (refusal.report().status() != 413) {
                // A body that nobody reads would hold up the connection's next request.
                request.discardEntityBytes(system);
            }
            return Answers.problem(refusal.report()).addHeaders(refusal.headers());
        }
        if (cause instanceof TimeoutException) {
            Problem problem = new Problem(
                    503, "no-answer-in-time", "The cluster did not answer in time", "Ask again in a few seconds.");
            attempt.refused(problem.type());
            return Answers.problem(ProblemReport.of(problem)).addHeader(Answers.header("Retry-After", "2"));
        }
        LOG.error("{} {} failed", request.method().value(), request.getUri().path(), cause);
        Problem problem = new Problem(500, "internal-error", "The node failed to answer", "Its log says why.");
        attempt.refused(problem.type());
        return Answers.problem(ProblemReport.of(problem));
    }
}
