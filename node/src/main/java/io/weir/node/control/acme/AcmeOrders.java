package io.weir.node.control.acme;

import io.weir.config.model.GatewayDocument;
import io.weir.node.control.acme.OrderRun.Outcome;
import io.weir.node.control.certificates.Challenges;
import io.weir.node.control.certificates.KeptCertificates;
import io.weir.node.control.secret.Vault;
import io.weir.node.state.Certificates;
import io.weir.node.state.Secrets;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;

/** This node's part in ordering certificates: it does so while it is the one that does. */
public final class AcmeOrders {
    private final AtomicLong issued = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    private AcmeOrders() {}

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
        AcmeOrders orders = new AcmeOrders();
        AcmeClient client = new AcmeClient(new Accounts(ports.vault, ports.secrets), ports.challenges, ports.secrets);
        OrderRun run = new OrderRun(
                client, new Courses(ports.vault), ports.kept, ports.clock, () -> ThreadLocalRandom.current()
                        .nextDouble());
        OrderPorts work = new OrderPorts(live, ports.certificates, run, ports.clock, orders::count);
        ClusterSingleton.get(system).init(SingletonActor.of(Orderer.create(work), "weir-acme"));
        return orders;
    }

    private void count(Outcome outcome) {
        switch (outcome) {
            case ISSUED -> issued.incrementAndGet();
            case FAILED -> failed.incrementAndGet();
            case NOT_TRIED -> {}
        }
    }

    /** Certificates that were issued to this node for the cluster, since it started. */
    public long issued() {
        return issued.get();
    }

    /** Attempts of this node that failed, since it started. */
    public long failed() {
        return failed.get();
    }
}
