package io.weir.node.admin;

import io.weir.config.model.Listener;
import io.weir.node.state.CertificateDesk;
import io.weir.node.state.CertificateDesk.Outcome;
import io.weir.node.state.CertificateDesk.Status;
import io.weir.node.state.ConfigDesk;
import io.weir.protocol.admin.CertificatesReport;
import io.weir.protocol.admin.CertificatesReport.Certificate;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /v1/certificates}: what there is, and what is uploaded. */
final class CertificateResource {
    private final ActorSystem<?> system;
    private final CertificateDesk desk;
    private final ConfigDesk config;

    CertificateResource(ActorSystem<?> system, CertificateDesk desk, ConfigDesk config) {
        this.system = system;
        this.desk = desk;
        this.config = config;
    }

    CompletionStage<HttpResponse> list(Call call) {
        call.allowQuery();
        return Answers.ok(
                new CertificatesReport(desk.list().stream().map(this::report).toList()));
    }

    CompletionStage<HttpResponse> get(Call call) {
        call.allowQuery();
        String name = CertificateForm.name(call);
        return Answers.ok(report(desk.find(name).orElseThrow(() -> unknown(name))));
    }

    CompletionStage<HttpResponse> put(Call call) {
        call.allowQuery();
        String name = CertificateForm.name(call);
        return CertificateBody.read(call, system)
                .thenCompose(body -> desk.upload(name, body.chain(), body.key(), body.ocsp()))
                .thenApply(outcome -> answer(call, name, "uploaded certificate " + name + ": kept", outcome));
    }

    CompletionStage<HttpResponse> delete(Call call) {
        call.allowQuery();
        String name = CertificateForm.name(call);
        return desk.remove(name)
                .thenApply(outcome -> answer(call, name, "uploaded certificate " + name + ": removed", outcome));
    }

    CompletionStage<HttpResponse> order(Call call) {
        call.allowQuery();
        String name = CertificateForm.name(call);
        return desk.orderAnew(name)
                .thenApply(outcome -> answer(call, name, "certificate " + name + ": to be ordered anew", outcome));
    }

    private Certificate report(Status status) {
        List<String> listeners = config.live().document().listeners().stream()
                .filter(listener -> listener.tls()
                        .filter(tls -> tls.certificates().contains(status.name()))
                        .isPresent())
                .map(Listener::name)
                .toList();
        return CertificateForm.of(status, status.live() ? listeners : List.of(), Instant.now());
    }

    private static HttpResponse answer(Call call, String name, String change, Outcome outcome) {
        if (outcome instanceof Outcome.Done done) {
            call.attempt().changed(List.of(change));
            return Answers.json(done.everywhere() ? 200 : 202, new CertificatesReport.Changed(name, done.everywhere()));
        }
        if (outcome instanceof Outcome.Refused refused) {
            throw Refusal.of(
                    422,
                    "unusable-certificate",
                    "The certificate cannot be used",
                    "Certificate " + name + ": " + refused.reason() + ".");
        }
        if (outcome instanceof Outcome.InUse used) {
            throw Refusal.of(409, "certificate-in-use", "The live document does not allow it", used.reason() + ".");
        }
        if (outcome instanceof Outcome.NoSecret none) {
            throw Refusal.of(409, "no-cluster-secret", "Nothing secret can be kept", none.what());
        }
        if (outcome instanceof Outcome.Unavailable unavailable) {
            throw Refusal.of(503, "not-stored", "The cluster did not keep it", unavailable.reason());
        }
        throw unknown(name);
    }

    private static Refusal unknown(String name) {
        return Refusal.notFound("name", "There is no certificate \"" + name + "\".", "one of GET /v1/certificates");
    }
}
