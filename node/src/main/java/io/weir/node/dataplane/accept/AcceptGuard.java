package io.weir.node.dataplane.accept;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.weir.config.model.ListenerLimits.PerAddress;
import io.weir.node.dataplane.exchange.ListenerGate;
import io.weir.node.decide.protect.Pace;
import io.weir.node.state.ConnectionRefusal;
import io.weir.node.state.Recorder;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Stands at a listening socket and decides about each connection by its address, as soon as it is accepted: before a loop is
 * given it, before a byte is read, before TLS. All are counted, also while there is no limit, so that one that is set later
 * finds the right numbers. One for each socket; only on its loop.
 */
final class AcceptGuard extends ChannelInboundHandlerAdapter {
    private final ListenerGate gate;
    private final AddressTable addresses;
    private final Recorder recorder;

    AcceptGuard(ListenerGate gate, AddressTable addresses, Recorder recorder) {
        this.gate = gate;
        this.addresses = addresses;
        this.recorder = recorder;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel connection = (Channel) message;
        if (connection.remoteAddress() instanceof InetSocketAddress peer) {
            ConnectionRefusal refusal = refusal(connection, peer);
            if (refusal != null) {
                recorder.connectionRefused(gate.name(), refusal);
                reset(connection);
                return;
            }
        }
        context.fireChannelRead(message);
    }

    /** Null: it is taken on, and counted where there was a place for its address. */
    private @Nullable ConnectionRefusal refusal(Channel connection, InetSocketAddress peer) {
        long now = System.nanoTime();
        boolean trusted = gate.trusts(peer.getAddress());
        PerAddress limits = gate.perAddress();
        int most = trusted || limits.connections() == 0 ? Integer.MAX_VALUE : limits.connections();
        Visitor visitor = addresses.of(peer.getAddress(), now);
        Visitor.Entry entry = visitor == null ? Visitor.Entry.IN : visitor.enter(most);
        while (visitor != null && entry == Visitor.Entry.RETIRED) {
            addresses.remove(visitor);
            visitor = addresses.of(peer.getAddress(), now);
            entry = visitor == null ? Visitor.Entry.IN : visitor.enter(most);
        }
        if (visitor == null) {
            return null;
        }
        if (entry == Visitor.Entry.FULL) {
            return ConnectionRefusal.CONNECTIONS_PER_ADDRESS;
        }
        Pace pace = gate.pace();
        if (pace != null && !trusted && !visitor.keeps(pace, now)) {
            addresses.leave(visitor, now);
            return ConnectionRefusal.NEW_CONNECTIONS_PER_ADDRESS;
        }
        Visitor entered = visitor;
        connection.closeFuture().addListener(closed -> addresses.leave(entered, System.nanoTime()));
        return null;
    }

    /** Nothing is said and nothing stays behind: no bytes, no state of the kernel. */
    private static void reset(Channel connection) {
        connection.config().setOption(ChannelOption.SO_LINGER, 0);
        connection.unsafe().closeForcibly();
    }
}
