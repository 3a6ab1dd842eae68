package io.weir.node.dataplane.tcp;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.weir.config.model.ProxyProtocol;
import io.weir.node.dataplane.exchange.AnnouncedPeer;
import io.weir.node.decide.proxy.ProxyHeader;
import io.weir.node.decide.proxy.ProxyHeaderWriter;
import io.weir.node.state.UpstreamPlan;
import java.net.InetSocketAddress;

/** The PROXY header that an endpoint is sent ahead of all else: of TLS, too. */
final class BackendHeader {
    private static final byte[] NONE = {};

    private BackendHeader() {}

    /** What the upstream's endpoints are told of {@code client}; empty where they are told nothing. */
    static byte[] of(UpstreamPlan upstream, Channel client, String serverName) {
        ProxyProtocol version = upstream.model().proxyProtocol().orElse(null);
        if (version != null
                && AnnouncedPeer.client(client) instanceof InetSocketAddress from
                && AnnouncedPeer.server(client) instanceof InetSocketAddress to) {
            ProxyHeader header = new ProxyHeader(
                    from.getAddress().getAddress(),
                    from.getPort(),
                    to.getAddress().getAddress(),
                    to.getPort());
            return version == ProxyProtocol.V1
                    ? ProxyHeaderWriter.line(header)
                    : ProxyHeaderWriter.binary(header, serverName);
        }
        return NONE;
    }

    /** Sends it on a connection that is just open, before anything on it knows that it is. */
    static void send(byte[] header, Channel backend) {
        ChannelHandlerContext first = backend.pipeline().firstContext();
        if (header.length > 0 && first != null) {
            first.writeAndFlush(Unpooled.wrappedBuffer(header), backend.voidPromise());
        }
    }
}
