package io.weir.node.control.secret;

import io.weir.node.control.replication.Reach;
import io.weir.node.control.replication.ReplicatedValue;
import io.weir.node.decide.ticket.TicketRing;
import io.weir.node.state.Sealing;
import io.weir.node.state.TicketKeys;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.ddata.LWWRegister;
import org.apache.pekko.cluster.ddata.LWWRegisterKey;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ticket keys of the cluster, in the memory of every node and never on a disk: a key that is gone can read nothing that
 * was recorded. The cluster's leader makes them; should there be two for a moment, one of their keys holds, and tickets of the
 * other cost a handshake. Sealed on the way when there is a cluster secret.
 */
public final class ClusterTicketKeys implements TicketKeys {
    private static final String PURPOSE = "ticket-keys";
    private static final String SEALED = "sealed:";
    private static final String PLAIN = "plain:";
    private static final Duration TICK = Duration.ofMillis(250);

    /** So many ticks a node that knows of no keys waits to be told: at first its replicator knows no other to ask. */
    private static final int PATIENCE = 12;

    private static final int PART = 16;
    private static final Logger LOG = LoggerFactory.getLogger(ClusterTicketKeys.class);

    private final ActorSystem<?> system;
    private final Sealing sealing;
    private final InstantSource clock;
    private final SelfUniqueAddress self;
    private final ReplicatedValue<LWWRegister<String>> value;
    private final SecureRandom random = new SecureRandom();

    private final AtomicBoolean underWay = new AtomicBoolean();

    private final List<Consumer<List<TicketKey>>> listeners = new ArrayList<>();
    private TicketRing ring = TicketRing.EMPTY;
    private String text = "";
    private boolean unreadable;
    private int ticks;
    private List<TicketKey> shown = List.of();
    private String shownAs = "";

    private ClusterTicketKeys(ActorSystem<?> system, Sealing sealing, InstantSource clock) {
        this.system = system;
        this.sealing = sealing;
        this.clock = clock;
        this.self = DistributedData.get(system).selfUniqueAddress();
        this.value = new ReplicatedValue<>(
                system, LWWRegisterKey.create("weir-ticket-keys"), LWWRegister.create(self, "", (now, nothing) -> 0L));
    }

    /** Follows the cluster's keys, and makes them when this node is the one to do so. */
    public static ClusterTicketKeys start(ActorSystem<?> system, Sealing sealing, InstantSource clock) {
        ClusterTicketKeys keys = new ClusterTicketKeys(system, sealing, clock);
        keys.value.follow(register -> keys.took(register.getValue()));
        system.scheduler().scheduleWithFixedDelay(Duration.ZERO, TICK, keys::tick, system.executionContext());
        return keys;
    }

    @Override
    public synchronized void onKeys(Consumer<List<TicketKey>> listener) {
        listeners.add(listener);
        if (!shown.isEmpty()) {
            listener.accept(shown);
        }
    }

    private synchronized void took(String now) {
        if (!now.equals(text)) {
            text = now;
            TicketRing read = read(now);
            unreadable = read == null;
            ring = read == null ? TicketRing.EMPTY : read;
            show();
        }
    }

    private @Nullable TicketRing read(String now) {
        try {
            if (now.startsWith(SEALED)) {
                byte[] content = sealing.open(PURPOSE, "", Base64.getDecoder().decode(now.substring(SEALED.length())));
                if (content == null) {
                    LOG.error("The ticket keys of the other nodes cannot be opened; this node has its own."
                            + " Is weir.cluster.secret-file the same on all nodes?");
                }
                return content == null ? null : TicketRing.parse(new String(content, StandardCharsets.US_ASCII));
            }
            return now.startsWith(PLAIN) ? TicketRing.parse(now.substring(PLAIN.length())) : TicketRing.EMPTY;
        } catch (IllegalArgumentException e) {
            LOG.error("The ticket keys of the other nodes are of a form that this version does not know");
            return null;
        }
    }

    private void tick() {
        boolean due;
        synchronized (this) {
            show();
            ticks++;
            due = !unreadable && ring.isDue(clock.millis()) && (!ring.keys().isEmpty() || ticks > PATIENCE);
        }
        if (due && leads() && underWay.compareAndSet(false, true)) {
            rotate().whenComplete((done, failure) -> {
                underWay.set(false);
                if (failure != null) {
                    LOG.debug("Ticket keys wait for a majority: {}", String.valueOf(failure.getMessage()));
                }
            });
        }
    }

    /** A node that has just come may lead before it was told which keys there are. */
    private CompletionStage<Reach> rotate() {
        return value.readMajority().thenCompose(known -> value.update(this::rotated));
    }

    private boolean leads() {
        Cluster cluster = Cluster.get(system);
        return cluster.selfMember().address().equals(cluster.state().getLeader());
    }

    /** Looks at what there is when it comes to it, which may be more than this node has been told. */
    private LWWRegister<String> rotated(LWWRegister<String> register) {
        long now = clock.millis();
        TicketRing before = read(register.getValue());
        if (before == null || !before.isDue(now)) {
            return register;
        }
        byte[] secret = new byte[3 * PART];
        random.nextBytes(secret);
        return register.withValue(self, sealed(before.with(secret, now).text()));
    }

    private String sealed(String plain) {
        return sealing.isPossible()
                ? SEALED
                        + Base64.getEncoder()
                                .encodeToString(sealing.seal(PURPOSE, "", plain.getBytes(StandardCharsets.US_ASCII)))
                : PLAIN + plain;
    }

    /** Tells listeners when time or another node has changed something. */
    private synchronized void show() {
        long now = clock.millis();
        byte[] issuing = ring.issuing(now).map(TicketRing.Key::secret).orElse(new byte[0]);
        List<TicketKey> keys = new ArrayList<>();
        StringBuilder as = new StringBuilder();
        for (TicketRing.Key key : ring.opening(now)) {
            boolean issues = Arrays.equals(key.secret(), issuing);
            keys.add(ticketKey(key.secret(), issues));
            as.append(key.madeMillis()).append(issues ? "! " : " ");
        }
        if (!keys.isEmpty() && !as.toString().equals(shownAs)) {
            shown = List.copyOf(keys);
            shownAs = as.toString();
            listeners.forEach(listener -> listener.accept(shown));
        }
    }

    private static TicketKey ticketKey(byte[] secret, boolean issuing) {
        return new TicketKey(
                Arrays.copyOf(secret, PART),
                Arrays.copyOfRange(secret, PART, 2 * PART),
                Arrays.copyOfRange(secret, 2 * PART, 3 * PART),
                issuing);
    }

    @Override
    public String toString() {
        return "the cluster's ticket keys";
    }
}
