package io.weir.node.control.acme;

import io.weir.config.model.GatewayDocument;
import io.weir.config.parse.DocumentReader;
import io.weir.node.control.certificates.CertificateRegister;
import io.weir.node.control.certificates.ClusterChallenges;
import io.weir.node.control.certificates.KeptCertificates;
import io.weir.node.control.certificates.NodeCertificates;
import io.weir.node.control.secret.ClusterVault;
import io.weir.node.control.secret.LocalSecrets;
import io.weir.node.control.secret.Vault;
import io.weir.node.dataplane.tls.TlsEngine;
import io.weir.node.dataplane.tls.TlsPorts;
import io.weir.node.state.CertificateDesk;
import io.weir.node.state.CertificateMaterial;
import io.weir.node.state.TicketKeys;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Pebble;
import io.weir.node.testkit.Secret;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorSystem;

/** A member of a cluster, as far as certificates are concerned. */
record Member(
        NodeCertificates certificates,
        AcmeOrders orders,
        CertificateRegister register,
        LocalSecrets secrets,
        AtomicReference<GatewayDocument> live)
        implements AutoCloseable {
    static Member start(ActorSystem<?> system, Path folder, InstantSource clock) {
        Vault vault = ClusterVault.start(system, Secret.of(1));
        KeptCertificates kept = new KeptCertificates(vault, clock);
        ClusterChallenges challenges = ClusterChallenges.start(system, Secret.of(1), clock);
        LocalSecrets secrets = new LocalSecrets(folder, Map.of("MAC", Pebble.MAC + "\n"));
        NodeCertificates certificates = NodeCertificates.start(secrets, kept, challenges, clock);
        AtomicReference<GatewayDocument> live = new AtomicReference<>(GatewayDocument.EMPTY);
        AcmeOrders orders = AcmeOrders.start(
                system, new AcmeOrders.Ports(vault, kept, challenges, certificates, secrets, clock), live::get);
        return new Member(
                certificates,
                orders,
                new CertificateRegister(certificates, kept, orders, Runnable::run),
                secrets,
                live);
    }

    /** Loads the document's certificates, as a node does that stages it; what is due is ordered from {@link #begin} on. */
    void load(String document) {
        certificates
                .stage(DocumentReader.read(document, "test.yaml").orThrow(), true)
                .activate();
    }

    void begin(String document) {
        live.set(DocumentReader.read(document, "test.yaml").orThrow());
    }

    TlsPorts tls() {
        return new TlsPorts(TlsEngine.best(), certificates, TicketKeys.OWN, secrets);
    }

    CertificateMaterial awaitCertificate(String name) {
        Await.until(() -> name + " is there: " + order(name), () -> certificates.current(name) != null);
        return Objects.requireNonNull(certificates.current(name));
    }

    CertificateMaterial awaitAnother(String name, BigInteger serial) {
        Await.until(
                () -> name + " is another one: " + order(name),
                () -> !awaitCertificate(name).leaf().getSerialNumber().equals(serial));
        return awaitCertificate(name);
    }

    CertificateDesk.Order order(String name) {
        return register.find(name).orElseThrow().order().orElseThrow();
    }

    @Override
    public void close() {
        certificates.close();
    }
}
