package io.weir.node.admin;

import io.weir.config.model.GatewayDocument;
import io.weir.config.parse.DocumentReader;
import io.weir.config.parse.DocumentWriter;
import io.weir.config.parse.Mistake;
import io.weir.config.parse.ParseResult;
import io.weir.config.parse.Warnings;
import io.weir.node.state.CertificateDesk;
import io.weir.node.state.ConfigDesk;
import io.weir.node.state.ConfigDesk.Outcome;
import io.weir.protocol.admin.ConfigReport;
import io.weir.protocol.admin.ProblemReport;
import io.weir.protocol.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /v1/config}: the gateway document, read and replaced as a whole. */
final class ConfigResource {
    private final ActorSystem<?> system;
    private final ConfigDesk desk;
    private final CertificateDesk certificates;
    private final Executor blocking;

    /** @param blocking where documents are read and written: a large one takes a while */
    ConfigResource(ActorSystem<?> system, ConfigDesk desk, CertificateDesk certificates, Executor blocking) {
        this.system = system;
        this.desk = desk;
        this.certificates = certificates;
        this.blocking = blocking;
    }

    CompletionStage<HttpResponse> get(Call call) {
        call.allowQuery();
        boolean json = DocumentForm.wanted(call.request()) == DocumentForm.JSON;
        ConfigDesk.Live live = desk.live();
        if (EntityTags.has(call.header("If-None-Match"), live.revision())) {
            return CompletableFuture.completedFuture(
                    tagged(HttpResponse.create().withStatus(304), live.revision()));
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    GatewayDocument shown = ShownDocument.to(call.caller().role(), live.document());
                    HttpResponse answer = json
                            ? Answers.text(200, Answers.JSON, DocumentWriter.json(shown))
                            : Answers.text(200, Answers.YAML, DocumentWriter.yaml(shown));
                    // A client may keep it, but has to ask whether it is still the live one.
                    return tagged(answer.removeHeader("Cache-Control"), live.revision())
                            .addHeader(Answers.header("Cache-Control", "no-cache"))
                            .addHeader(Answers.header("Vary", "Accept, Authorization"));
                },
                blocking);
    }

    CompletionStage<HttpResponse> put(Call call) {
        call.allowQuery("dry-run");
        boolean dryRun = call.flag("dry-run");
        OptionalLong ifMatch = EntityTags.ifMatch(call.header("If-Match"));
        DocumentForm form = DocumentForm.sent(call.request());
        return DocumentBody.read(call.request(), system)
                .thenApplyAsync(text -> document(DocumentReader.read(text, form.fileName())), blocking)
                .thenCompose(document -> desk.put(
                                document, ifMatch, dryRun, call.caller().name())
                        .thenApplyAsync(
                                outcome -> {
                                    if (outcome instanceof Outcome.Accepted accepted) {
                                        call.attempt().changed(accepted.changes());
                                    }
                                    return answer(outcome, document, ifMatch, dryRun);
                                },
                                blocking));
    }

    private static GatewayDocument document(ParseResult result) {
        return result.document().orElseThrow(() -> {
            int count = result.mistakes().size();
            Problem problem = new Problem(
                    422,
                    "invalid-document",
                    "The document has mistakes",
                    count + (count == 1 ? " mistake." : " mistakes.") + " Nothing was changed.");
            return new Refusal(ProblemReport.of(problem)
                    .with(result.mistakes().stream()
                            .map(ConfigResource::mistake)
                            .toList()));
        });
    }

    private static ProblemReport.DocumentMistake mistake(Mistake mistake) {
        return new ProblemReport.DocumentMistake(
                mistake.line(), mistake.column(), mistake.path(), mistake.message(), mistake.expected());
    }

    private HttpResponse answer(Outcome outcome, GatewayDocument document, OptionalLong ifMatch, boolean dryRun) {
        if (outcome instanceof Outcome.Accepted accepted) {
            HttpResponse answer = Answers.json(
                    200,
                    new ConfigReport(
                            accepted.revision(), accepted.hash(), dryRun, accepted.changes(), warnings(document)));
            return dryRun ? answer : tagged(answer, accepted.revision());
        }
        if (outcome instanceof Outcome.Stale stale) {
            return stale(stale.liveRevision(), ifMatch);
        }
        if (outcome instanceof Outcome.Refused refused) {
            Problem problem =
                    new Problem(409, "cannot-be-staged", "A member cannot take the document", refused.reason());
            throw new Refusal(ProblemReport.of(problem).by(refused.node()));
        }
        Problem problem = new Problem(
                503,
                "not-replicated",
                "The cluster cannot take a change now",
                ((Outcome.Unavailable) outcome).reason() + " Nothing was changed.");
        throw new Refusal(ProblemReport.of(problem), Answers.header("Retry-After", "5"));
    }

    private List<String> warnings(GatewayDocument document) {
        List<String> warnings = new ArrayList<>(Warnings.of(document));
        warnings.addAll(certificates.warnings(document));
        return warnings;
    }

    /** 412 when the client named a revision; 409 when it named none and another change came in between. */
    private static HttpResponse stale(long liveRevision, OptionalLong ifMatch) {
        String detail = "Revision " + liveRevision + " is live. Nothing was changed.";
        Problem problem = ifMatch.isPresent()
                ? new Problem(412, "revision-changed", "The document was changed meanwhile", detail)
                : new Problem(409, "concurrent-change", "Another change was faster", detail);
        throw new Refusal(
                ProblemReport.of(problem).at(ifMatch.isPresent() ? "If-Match" : "", EntityTags.of(liveRevision)),
                Answers.header("ETag", EntityTags.of(liveRevision)));
    }

    private static HttpResponse tagged(HttpResponse answer, long revision) {
        return answer.addHeader(Answers.header("ETag", EntityTags.of(revision)));
    }
}
