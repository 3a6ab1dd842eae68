package io.weir.node.control.acme;

import io.weir.config.model.Certificate;
import io.weir.config.model.GatewayDocument;
import io.weir.node.control.acme.OrderRun.Outcome;
import io.weir.node.control.certificates.Challenges;
import io.weir.node.control.certificates.KeptCertificates;
import io.weir.node.control.certificates.Orders;
import io.weir.node.control.replication.Reach;
import io.weir.node.control.secret.Vault;
import io.weir.node.decide.certificate.OrderCourse;
import io.weir.node.decide.certificate.OrderPhase;
import io.weir.node.state.CertificateDesk;
import io.weir.node.state.CertificateMaterial;
import io.weir.node.state.Certificates;
import io.weir.node.state.OrderCounters;
import io.weir.node.state.Secrets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;

/** This node's part in ordering certificates: it does so while it is the one that does. */
public final class AcmeOrders implements Orders, OrderCounters {
    private final OrderRun run;
    private final Courses courses;
    private final InstantSource clock;
    private final AtomicLong issued = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    private AcmeOrders(Ports ports) {
        AcmeClient client = new AcmeClient(
                new Accounts(ports.vault, ports.secrets), ports.challenges, ports.secrets, AcmeClient.Bounds.USUAL);
        clock = ports.clock;
        courses = new Courses(ports.vault);
        run = new OrderRun(client, courses, ports.kept, clock, () -> ThreadLocalRandom.current()
                .nextDouble());
    }

    /**
     * What it takes.
     *
     * @param vault where accounts are kept, and how far things are
     * @param kept where issued certificates go
     * @param challenges the nodes answer
     * @param certificates what this node has
     */
    public record Ports(
            Vault vault,
            KeptCertificates kept,
            Challenges challenges,
            Certificates certificates,
            Secrets secrets,
            InstantSource clock) {}

    /** @param live the live document */
    public static AcmeOrders start(ActorSystem<?> system, Ports ports, Supplier<GatewayDocument> live) {
        AcmeOrders orders = new AcmeOrders(ports);
        OrderPorts work = new OrderPorts(live, ports.certificates, orders.run, ports.clock, orders::count);
        ClusterSingleton.get(system).init(SingletonActor.of(Orderer.create(work), "weir-acme"));
        return orders;
    }

    private void count(Outcome outcome) {
        switch (outcome) {
            case ISSUED -> issued.incrementAndGet();
            case FAILED -> failed.incrementAndGet();
            case NOT_DUE, NOT_TRIED -> {}
        }
    }

    @Override
    public Optional<CertificateDesk.Order> of(Certificate declared, Optional<CertificateMaterial> held) {
        if (!(declared.source() instanceof Certificate.Source.Acme terms)) {
            return Optional.empty();
        }
        OrderCourse course = courses.get(declared.name());
        Instant now = clock.instant();
        Instant due = run.due(declared.name(), terms, held.orElse(null));
        return Optional.of(new CertificateDesk.Order(
                OrderPhase.of(course, held.isPresent(), now),
                course.failures(),
                Optional.of(course.since()).filter(since -> since.isAfter(Instant.EPOCH)),
                due.isBefore(now) ? now : due,
                course.problem()));
    }

    @Override
    public CompletionStage<Reach> anew(String certificate) {
        return courses.asked(certificate);
    }

    @Override
    public long issued() {
        return issued.get();
    }

    @Override
    public long failed() {
        return failed.get();
    }
}
