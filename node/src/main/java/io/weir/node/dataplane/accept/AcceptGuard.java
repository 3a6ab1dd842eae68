package io.weir.node.dataplane.accept;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.weir.node.dataplane.exchange.ListenerGate;
import io.weir.node.state.ConnectionRefusal;
import io.weir.node.state.Recorder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Stands at a listening socket and decides about each connection by its address, as soon as it is accepted: before a loop is
 * given it, before a byte is read, before TLS. One for each socket; only on its loop.
 */
final class AcceptGuard extends ChannelInboundHandlerAdapter {
    private final ListenerGate gate;
    private final AddressLimits limits;
    private final Recorder recorder;

    AcceptGuard(ListenerGate gate, AddressLimits limits, Recorder recorder) {
        this.gate = gate;
        this.limits = limits;
        this.recorder = recorder;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel connection = (Channel) message;
        if (connection.remoteAddress() instanceof InetSocketAddress peer) {
            ConnectionRefusal refusal = refusal(connection, peer.getAddress());
            if (refusal != null) {
                recorder.connectionRefused(gate.name(), refusal);
                reset(connection);
                return;
            }
        }
        context.fireChannelRead(message);
    }

    /** Null: it is taken on. */
    private @Nullable ConnectionRefusal refusal(Channel connection, InetAddress peer) {
        boolean stranger = gate.terms().proxied() && !gate.trusts(peer);
        return stranger ? ConnectionRefusal.PROXY_PROTOCOL : limits.admit(connection, peer);
    }

    /** Nothing is said and nothing stays behind: no bytes, no state of the kernel. */
    private static void reset(Channel connection) {
        connection.config().setOption(ChannelOption.SO_LINGER, 0);
        connection.unsafe().closeForcibly();
    }
}
