package io.weir.node.dataplane.accept;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.handler.ssl.SslContext;
import io.weir.config.model.Listener;
import io.weir.node.dataplane.exchange.ListenerGate;
import io.weir.node.dataplane.exchange.LoopTraffic;
import io.weir.node.dataplane.http1.ClientConnection;
import io.weir.node.dataplane.loop.Loop;
import io.weir.node.dataplane.loop.Transports;
import io.weir.node.dataplane.tcp.TcpConnection;
import io.weir.node.dataplane.tls.HelloHandler;
import io.weir.node.dataplane.tls.TlsConnection;
import io.weir.node.dataplane.tls.TlsFront;
import io.weir.node.state.Stager.StagingException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens the sockets of a listener, without accepting yet. Blocks: never on a loop. */
final class Binder {
    private static final int BACKLOG = 4096;

    private final List<LoopTraffic> traffic;
    private final int portOffset;

    Binder(List<LoopTraffic> traffic, int portOffset) {
        this.traffic = traffic;
        this.portOffset = portOffset;
    }

    /** @throws StagingException naming the port that is in use, or what else is wrong */
    BoundListener bind(Listener listener, @Nullable TlsFront tls) {
        return bind(listener, new ListenerGate(listener, tls), null);
    }

    /** @param secured what connections are secured with that the gate knows nothing of; null: nothing */
    BoundListener bind(Listener listener, ListenerGate gate, @Nullable Supplier<SslContext> secured) {
        InetSocketAddress address = address(listener);
        AddressLimits limits = new AddressLimits(gate, new AddressTable());
        List<Channel> sockets = new ArrayList<>();
        try {
            requireFree(address);
            boolean shares = traffic.get(0).loop().transport().sharesPorts();
            InetSocketAddress target = address;
            for (LoopTraffic one : shares ? traffic : traffic.subList(0, 1)) {
                Channel socket = bind(one, new Initializer(gate, limits, secured), target, shares);
                sockets.add(socket);
                target = (InetSocketAddress) socket.localAddress(); // port 0: the others take the one chosen
            }
            return new BoundListener(listener.address(), gate, sockets);
        } catch (IOException e) {
            sockets.forEach(Channel::close);
            throw new StagingException("listener " + listener.name() + ": " + reason(address, e));
        }
    }

    private InetSocketAddress address(Listener listener) {
        int port = listener.address().port();
        InetSocketAddress address = new InetSocketAddress(listener.address().host(), port == 0 ? 0 : port + portOffset);
        if (address.isUnresolved()) {
            throw new StagingException("listener " + listener.name() + ": the host "
                    + listener.address().host() + " is not known");
        }
        if (port + portOffset > 65535) {
            throw new StagingException("listener " + listener.name() + ": port " + port + " with the offset "
                    + portOffset + " is above 65535");
        }
        return address;
    }

    private static String reason(InetSocketAddress address, IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("in use")
                ? "port " + address.getPort() + " is in use"
                : "cannot listen on " + address.getAddress().getHostAddress() + ":" + address.getPort() + ": "
                        + message;
    }

    /** Sockets that share a port would share it with another process of the same user as well, without a word. */
    private static void requireFree(InetSocketAddress address) throws IOException {
        if (address.getPort() == 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address, 1);
        }
    }

    private Channel bind(LoopTraffic one, Initializer initializer, InetSocketAddress address, boolean shares)
            throws IOException {
        Loop loop = one.loop();
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loop.events(), shares ? loop.events() : loop.events().parent())
                .channel(loop.transport().server())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Transports.WATER_MARK)
                .handler(new AcceptGuard(initializer.gate, initializer.limits, loop.recorder()))
                .childHandler(initializer);
        if (shares) {
            bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
        }
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(bound.cause().getMessage(), bound.cause());
        }
        return bound.channel();
    }

    /** Finds the loop that a connection was given to. */
    private final class Initializer extends ChannelInitializer<Channel> {
        private final ListenerGate gate;
        private final AddressLimits limits;
        private final @Nullable Supplier<SslContext> secured;

        Initializer(ListenerGate gate, AddressLimits limits, @Nullable Supplier<SslContext> secured) {
            this.secured = secured;
            this.gate = gate;
            this.limits = limits;
        }

        @Override
        protected void initChannel(Channel channel) {
            for (LoopTraffic one : traffic) {
                if (one.loop().events().inEventLoop()) {
                    addHandlers(channel, one);
                    return;
                }
            }
            throw new IllegalStateException("the connection is on no loop of this data plane");
        }

        private void addHandlers(Channel channel, LoopTraffic one) {
            boolean proxied = gate.terms().proxied();
            if (proxied) {
                channel.pipeline().addLast(new ProxyHeaderHandler(one.loop(), gate, limits));
            }
            if (secured != null) {
                channel.pipeline().addLast(secured.get().newHandler(channel.alloc()));
            }
            TlsFront front = gate.tls();
            TlsConnection tls =
                    front == null ? null : new TlsConnection(front, one.loop().recorder());
            if (tls != null) {
                channel.pipeline().addLast(new HelloHandler(tls));
            }
            channel.pipeline().addLast(handler(one, tls, proxied));
        }

        private ChannelHandler handler(LoopTraffic one, @Nullable TlsConnection tls, boolean proxied) {
            return gate.terms().tcp()
                    ? new TcpConnection(one, gate, tls, proxied).handler()
                    : new ClientConnection(one, gate, tls);
        }
    }
}
