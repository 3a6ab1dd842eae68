package io.weir.node.control.acme;

import io.weir.config.model.Certificate;
import io.weir.config.model.Certificate.Source.Acme;
import io.weir.node.control.acme.OrderRun.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one in the cluster who orders: looks every second which certificate of the live document is due for longest, and
 * orders that one, on a thread of its own. One after the other: they are few, and servers count.
 */
final class Orderer extends AbstractBehavior<OrderCommand> {
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** So many looks are left out when orders cannot be made at all: most of the nodes are away, the vault is full. */
    private static final int REST = 15;

    /** Every so many looks what is of no use any more is let go. */
    private static final int TIDY = 3600;

    private static final Logger LOG = LoggerFactory.getLogger(Orderer.class);

    private final OrderPorts ports;
    private final ExecutorService thread;
    /** Those that could not even be tried when it was their turn: all others come first. */
    private final Set<String> passedOver = new HashSet<>();

    private String trying = "";
    private boolean busy;
    private int resting;
    private int looks;

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
        return create(ports, LOOK);
    }

    /** @param look time between two looks */
    static Behavior<OrderCommand> create(OrderPorts ports, Duration look) {
        Behavior<OrderCommand> orderer = Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(OrderCommand.Own.TICK, look);
            return new Orderer(context, ports);
        }));
        return Behaviors.supervise(orderer).onFailure(SupervisorStrategy.restart());
    }

    @Override
    public Receive<OrderCommand> createReceive() {
        return newReceiveBuilder()
                .onMessageEquals(OrderCommand.Own.TICK, this::look)
                .onMessage(OrderCommand.Ended.class, this::ended)
                .onSignal(PostStop.class, signal -> leave())
                .onSignal(PreRestart.class, signal -> leave())
                .build();
    }

    private Behavior<OrderCommand> leave() {
        thread.shutdownNow();
        return this;
    }

    private Behavior<OrderCommand> look() {
        if (++looks % TIDY == 0) {
            Set<String> declared = ports.live().get().certificates().stream()
                    .map(Certificate::name)
                    .collect(Collectors.toSet());
            thread.execute(() -> ports.run().tidy(declared));
        }
        if (resting > 0) {
            resting--;
        } else if (!busy) {
            Optional<Certificate> next = mostDue();
            if (next.isEmpty() && !passedOver.isEmpty()) {
                passedOver.clear();
                next = mostDue();
            }
            next.ifPresent(this::begin);
        }
        return this;
    }

    private Optional<Certificate> mostDue() {
        Instant first = ports.clock().instant();
        Certificate found = null;
        for (Certificate one : ports.live().get().certificates()) {
            if (one.source() instanceof Acme terms && !passedOver.contains(one.name())) {
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
        trying = certificate.name();
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
        getContext().pipeToSelf(order, (outcome, failure) -> {
            if (failure != null) {
                LOG.error("certificate {}: it could not be tried to order it", certificate.name(), failure);
            }
            return new OrderCommand.Ended(outcome == null ? Outcome.NOT_TRIED : outcome);
        });
    }

    private Behavior<OrderCommand> ended(OrderCommand.Ended ended) {
        busy = false;
        resting = 0;
        if (ended.outcome() == Outcome.NOT_TRIED) {
            resting = REST;
            passedOver.add(trying);
        }
        ports.ended().accept(ended.outcome());
        return this;
    }
}
