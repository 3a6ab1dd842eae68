package io.weir.node.control.cache;

import io.weir.node.state.BackendTls;
import io.weir.node.state.Caches;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.PeerBook;
import io.weir.node.state.PeerPlan;
import io.weir.protocol.cluster.PeerMessage;
import io.weir.protocol.cluster.PeerMessage.Changed;
import io.weir.protocol.cluster.PeerMessage.There;
import io.weir.protocol.cluster.PeerMessage.Where;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;

/**
 * Which members' caches can be asked, and where: each tells those members that ask it, with a token of its own that lets them in.
 * Also tells the others what unsafe methods have changed. Thread-safe.
 */
public final class ClusterPeers implements PeerBook {
    private static final Duration LOOK_EVERY = Duration.ofMillis(300);
    private static final Duration ASK_BOUND = Duration.ofSeconds(2);
    private static final String WIRE = "weir-peers-wire";
    private static final int TOKEN_BYTES = 32;

    private final ActorSystem<?> system;
    private final Executor blocking;
    private final Changes changes;
    private final String token;
    private final Map<UniqueAddress, PeerPlan> known = new HashMap<>();
    private final Set<UniqueAddress> asked = new HashSet<>();
    private volatile @Nullable Door door;
    private volatile Circle circle = Circle.ALONE;
    private volatile Map<String, PeerPlan> plans = Map.of();

    /** What is known when others can be let in. */
    private record Door(int port, EndpointStatuses statuses, Function<String, Optional<BackendTls>> tls) {}

    private ClusterPeers(ActorSystem<?> system, Caches caches) {
        this.system = system;
        this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
        this.changes = new Changes(system, this::tell);
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        system.systemActorOf(
                Behaviors.<PeerMessage>receiveMessage(message -> {
                    received(message, caches);
                    return Behaviors.same();
                }),
                WIRE,
                Props.empty());
    }

    /** Before the node joins. */
    public static ClusterPeers start(ActorSystem<?> system, Caches caches) {
        ClusterPeers peers = new ClusterPeers(system, caches);
        caches.tellChanges(peers.changes::add);
        return peers;
    }

    private void received(PeerMessage message, Caches caches) {
        if (message instanceof Where where) {
            Door open = door;
            if (open != null) {
                where.replyTo().tell(new There(open.port, token));
            }
        } else if (message instanceof Changed changed) {
            changed.urls().forEach(caches::changed);
        }
    }

    /**
     * Others are let in from now on, and looked for.
     *
     * @param port where
     * @param tls by host; empty: in plain text
     */
    public void open(int port, EndpointStatuses statuses, Function<String, Optional<BackendTls>> tls) {
        door = new Door(port, statuses, tls);
        system.scheduler().scheduleWithFixedDelay(Duration.ZERO, LOOK_EVERY, this::look, system.executionContext());
    }

    private synchronized void look() {
        Cluster cluster = Cluster.get(system);
        Member self = cluster.selfMember();
        Set<Member> unreachable = cluster.state().getUnreachable();
        Set<UniqueAddress> here = new HashSet<>();
        List<String> members = new ArrayList<>();
        Map<String, PeerPlan> reachable = new HashMap<>();
        for (Member member : cluster.state().getMembers()) {
            UniqueAddress address = member.uniqueAddress();
            here.add(address);
            boolean takesPart = member.status() == MemberStatus.up() && !unreachable.contains(member);
            PeerPlan plan = known.get(address);
            if (address.equals(self.uniqueAddress())) {
                if (takesPart) {
                    members.add(name(member.address()));
                }
            } else if (takesPart && plan != null) {
                members.add(plan.member());
                reachable.put(plan.member(), plan);
            } else if (takesPart && asked.add(address)) {
                ask(address);
            }
        }
        known.keySet().retainAll(here);
        plans = Map.copyOf(reachable);
        boolean takesPart = members.contains(name(self.address()));
        circle = takesPart ? new Circle(name(self.address()), members) : Circle.ALONE;
    }

    private void ask(UniqueAddress member) {
        AskPattern.ask(wire(member.address()), Where::new, ASK_BOUND, system.scheduler())
                .whenCompleteAsync((there, failure) -> answered(member, there), blocking);
    }

    /** Blocks while it looks up the host. */
    private void answered(UniqueAddress member, @Nullable There there) {
        Door open = door;
        PeerPlan plan = null;
        if (there != null && open != null) {
            String host = member.address().host().get();
            plan = PeerPlan.of(
                    name(member.address()),
                    new InetSocketAddress(host, there.port()),
                    there.token(),
                    open.statuses,
                    open.tls.apply(host).orElse(null));
        }
        synchronized (this) {
            asked.remove(member);
            if (plan != null) {
                known.put(member, plan);
            }
        }
    }

    private void tell(List<String> urls) {
        Cluster cluster = Cluster.get(system);
        Changed changed = new Changed(urls);
        for (Member member : cluster.state().getMembers()) {
            if (!member.uniqueAddress().equals(cluster.selfMember().uniqueAddress())) {
                wire(member.address()).tell(changed);
            }
        }
    }

    private <T> ActorRef<T> wire(Address address) {
        return ActorRefResolver.get(system).resolveActorRef(address + "/system/" + WIRE);
    }

    private static String name(Address address) {
        return address.hostPort().replaceFirst("^[^@]*@", "");
    }

    @Override
    public Circle circle() {
        return circle;
    }

    @Override
    public @Nullable PeerPlan peer(String member) {
        return plans.get(member);
    }

    @Override
    public String token() {
        return token;
    }
}
