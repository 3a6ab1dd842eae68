package io.weir.node.admin;

import io.weir.config.model.GatewayDocument;
import io.weir.node.decide.certificate.OrderPhase;
import io.weir.node.state.CertificateDesk;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Certificates, played by values. */
final class FakeCertificates implements CertificateDesk {
    static final TestCertificate SHOP =
            TestCa.root("Test Root").leaf("shop.test").hosts("*.shop.test").issue();

    volatile Outcome outcome = new Outcome.Done(true);
    volatile List<String> warnings = List.of();
    volatile String uploaded = "";

    @Override
    public List<Status> list() {
        return List.of(
                new Status(
                        "shop",
                        "file:shop.pem",
                        SHOP.chain(),
                        Optional.of(Instant.EPOCH),
                        true,
                        true,
                        "look at it",
                        Optional.empty()),
                new Status(
                        "pay",
                        "acme",
                        List.of(),
                        Optional.empty(),
                        false,
                        true,
                        "",
                        Optional.of(new Order(
                                OrderPhase.FAILED,
                                2,
                                Optional.of(Instant.EPOCH),
                                Instant.EPOCH.plusSeconds(60),
                                "the server cannot be asked"))),
                new Status(
                        "odd",
                        "uploaded",
                        List.of(),
                        Optional.empty(),
                        false,
                        false,
                        "cannot be opened",
                        Optional.empty()));
    }

    @Override
    public Optional<Status> find(String name) {
        return list().stream().filter(one -> one.name().equals(name)).findFirst();
    }

    @Override
    public CompletionStage<Outcome> upload(String name, String chain, String key, byte[] ocsp) {
        uploaded = name + "|" + chain + "|" + key + "|" + ocsp.length;
        return CompletableFuture.completedFuture(outcome);
    }

    @Override
    public CompletionStage<Outcome> remove(String name) {
        uploaded = name + " removed";
        return CompletableFuture.completedFuture(outcome);
    }

    @Override
    public CompletionStage<Outcome> orderAnew(String name) {
        uploaded = name + " wanted anew";
        return CompletableFuture.completedFuture(outcome);
    }

    @Override
    public List<String> warnings(GatewayDocument document) {
        return warnings;
    }
}
