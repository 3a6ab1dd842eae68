package io.weir.node.testkit;

import io.weir.node.dataplane.tls.PeerTls;
import io.weir.node.decide.cache.Rendezvous;
import io.weir.node.filter.cache.CacheStores;
import io.weir.node.filter.cache.PeerDoor;
import io.weir.node.state.PeerBook;
import io.weir.node.state.PeerPlan;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gateways whose caches know each other, in one process and without a control plane. */
public final class CacheCircle implements AutoCloseable {
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private volatile List<String> members = List.of();

    /** One of them. */
    public final class Node implements PeerBook, AutoCloseable {
        private final String name;
        private final String token;
        private final CacheStores caches;
        private final TestGateway gateway;
        private final InetSocketAddress door;
        private final Map<String, PeerPlan> plans = new ConcurrentHashMap<>();
        private final AtomicBoolean closed = new AtomicBoolean();
        private volatile @Nullable InetSocketAddress instead;

        private final @Nullable PeerTls tls;

        private Node(String name, String document, CacheStores caches, @Nullable PeerTls tls) {
            this.caches = caches;
            this.tls = tls;
            this.name = name;
            this.token = "token-of-" + name;
            gateway = TestGateway.start(ports -> FakePorts.caching(ports, caches), document);
            door = gateway.openDoor(new PeerDoor(caches), tls);
            caches.share(this);
        }

        public String name() {
            return name;
        }

        public TestGateway gateway() {
            return gateway;
        }

        public CacheStores caches() {
            return caches;
        }

        /** Where it lets the others in. */
        public InetSocketAddress door() {
            return door;
        }

        /** The others find it here from now on. */
        public void stand(InetSocketAddress elsewhere) {
            instead = elsewhere;
        }

        @Override
        public Circle circle() {
            return new Circle(name, members);
        }

        @Override
        public @Nullable PeerPlan peer(String member) {
            Node node = nodes.get(member);
            if (node == null) {
                return null;
            }
            InetSocketAddress elsewhere = node.instead;
            return plans.computeIfAbsent(
                    member + elsewhere,
                    any -> PeerPlan.of(
                            member,
                            elsewhere == null ? node.door : elsewhere,
                            node.token,
                            gateway.statuses(),
                            tls == null ? null : tls.to("127.0.0.1")));
        }

        @Override
        public String token() {
            return token;
        }

        @Override
        public void close() {
            if (!closed.getAndSet(true)) {
                gateway.close();
                caches.close();
            }
        }
    }

    /** As many as there are names. */
    public CacheCircle(String document, String... names) {
        this(document, name -> Optional.empty(), names);
    }

    /** @param tls by node; empty: in plain text */
    public CacheCircle(String document, Function<String, Optional<PeerTls>> tls, String... names) {
        for (String name : names) {
            nodes.put(
                    name,
                    new Node(name, document, new CacheStores(), tls.apply(name).orElse(null)));
        }
        members = List.of(names);
    }

    /** @param data each has a folder of its own in it */
    public CacheCircle(String document, Path data, String... names) {
        for (String name : names) {
            nodes.put(name, new Node(name, document, new CacheStores(data.resolve(name)), null));
        }
        members = List.of(names);
    }

    /** In the order in which they take over what is asked of {@code path} without a query. */
    public List<Node> ranking(String path, String route) {
        String key = "pexample.com" + path + '\n' + route + '\n';
        return Rendezvous.ranking(key, members).stream().map(nodes::get).toList();
    }

    public Stream<Node> nodes() {
        return nodes.values().stream();
    }

    @Override
    public void close() {
        new ArrayList<>(nodes.values()).forEach(Node::close);
    }
}
