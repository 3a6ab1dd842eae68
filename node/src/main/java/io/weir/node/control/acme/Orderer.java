package io.weir.node.control.acme;

import io.weir.config.model.Certificate;
import io.weir.config.model.Certificate.Source.Acme;
import io.weir.node.control.acme.OrderRun.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The one in the cluster who orders: looks every second which certificate of the live document is due for longest, and
 * orders that one, on a thread of its own. One after the other: they are few, and servers count.
 */
final class Orderer extends AbstractBehavior<OrderCommand> {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final OrderPorts ports;
    private final ExecutorService thread;
    private boolean busy;

    private Orderer(ActorContext<OrderCommand> context, OrderPorts ports) {
        super(context);
        this.ports = ports;
        this.thread = Executors.newSingleThreadExecutor(run -> {
            Thread own = new Thread(run, "weir-acme");
            own.setDaemon(true);
            return own;
        });
    }

    static Behavior<OrderCommand> create(OrderPorts ports) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(OrderCommand.Own.TICK, LOOK);
            return new Orderer(context, ports);
        }));
    }

    @Override
    public Receive<OrderCommand> createReceive() {
        return newReceiveBuilder()
                .onMessageEquals(OrderCommand.Own.TICK, this::look)
                .onMessage(OrderCommand.Ended.class, this::ended)
                .onSignal(PostStop.class, signal -> {
                    thread.shutdownNow();
                    return this;
                })
                .build();
    }

    private Behavior<OrderCommand> look() {
        if (!busy) {
            mostDue().ifPresent(this::begin);
        }
        return this;
    }

    private Optional<Certificate> mostDue() {
        Instant first = ports.clock().instant();
        Certificate found = null;
        for (Certificate one : ports.live().get().certificates()) {
            if (one.source() instanceof Acme terms) {
                Instant due =
                        ports.run().due(one.name(), terms, ports.certificates().current(one.name()));
                if (!due.isAfter(first)) {
                    found = one;
                    first = due;
                }
            }
        }
        return Optional.ofNullable(found);
    }

    private void begin(Certificate certificate) {
        busy = true;
        Acme terms = (Acme) certificate.source();
        CompletionStage<Outcome> order = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return ports.run().order(certificate, terms);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return Outcome.NOT_TRIED;
                    }
                },
                thread);
        getContext()
                .pipeToSelf(
                        order,
                        (outcome, failure) ->
                                new OrderCommand.Ended(certificate.name(), outcome == null ? Outcome.FAILED : outcome));
    }

    private Behavior<OrderCommand> ended(OrderCommand.Ended ended) {
        busy = false;
        ports.ended().accept(ended.outcome());
        return this;
    }
}
