package io.weir.node.dataplane.accept;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.weir.config.model.HostPort;
import io.weir.node.dataplane.exchange.ListenerGate;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A listener's sockets: one for each loop where the transport allows it.
 *
 * @param address as configured, without the node's offset
 */
record BoundListener(HostPort address, ListenerGate gate, List<Channel> sockets) {
    private static final long CLOSING_MILLIS = 1_000;

    BoundListener {
        sockets = List.copyOf(sockets);
    }

    /** Where it really listens. */
    InetSocketAddress local() {
        return (InetSocketAddress) sockets.get(0).localAddress();
    }

    /** What was connected while the revision was staged is taken on now. */
    void accept() {
        sockets.forEach(socket -> socket.config().setAutoRead(true));
    }

    /** Its loops are done with the sockets when it returns. Blocks for a moment: never on a loop. */
    void close() {
        List<ChannelFuture> closing = sockets.stream().map(Channel::close).toList();
        closing.forEach(one -> one.awaitUninterruptibly(CLOSING_MILLIS));
    }
}
