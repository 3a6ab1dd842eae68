package io.weir.node.dataplane.accept;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.weir.node.dataplane.exchange.AnnouncedPeer;
import io.weir.node.dataplane.exchange.ListenerGate;
import io.weir.node.dataplane.loop.Arrived;
import io.weir.node.dataplane.loop.Loop;
import io.weir.node.dataplane.loop.Timed;
import io.weir.node.decide.proxy.ProxyHeader;
import io.weir.node.decide.proxy.ProxyHeaderReader;
import io.weir.node.decide.proxy.ProxyReading;
import io.weir.node.state.ConnectionRefusal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * The first on a connection of a trusted peer that has to say whose it is: waits for its PROXY header, holds the client to
 * what an address may do, and leaves. Without a header that can be read the connection is reset. Only on its loop.
 */
final class ProxyHeaderHandler extends ChannelInboundHandlerAdapter {
    private final Loop loop;
    private final ListenerGate gate;
    private final AddressLimits limits;
    private final Timed clock = new Timed() {
        @Override
        protected void onDeadline(long nowNanos) {
            late();
        }
    };
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf held;
    private boolean done;

    ProxyHeaderHandler(Loop loop, ListenerGate gate, AddressLimits limits) {
        this.loop = loop;
        this.gate = gate;
        this.limits = limits;
    }

    @Override
    public void channelActive(ChannelHandlerContext own) {
        context = own;
        loop.timer().set(clock, System.nanoTime() + gate.terms().headNanos());
        own.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext own, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (done) {
            in.release();
            return;
        }
        held = held == null ? in : Arrived.join(held, in);
        int count = Math.min(held.readableBytes(), ProxyHeaderReader.MOST_BYTES);
        ProxyReading reading = ProxyHeaderReader.read(ByteBufUtil.getBytes(held, held.readerIndex(), count));
        if (reading instanceof ProxyReading.Complete complete) {
            held.skipBytes(complete.length());
            take(own, complete.header());
        } else if (reading == ProxyReading.Other.MALFORMED) {
            refuse(own, ConnectionRefusal.PROXY_PROTOCOL);
        }
    }

    private void take(ChannelHandlerContext own, ProxyHeader header) {
        if (header.namesClient()) {
            AnnouncedPeer peer = new AnnouncedPeer(
                    address(header.source(), header.sourcePort()),
                    address(header.destination(), header.destinationPort()));
            ConnectionRefusal refusal =
                    limits.admit(own.channel(), peer.client().getAddress());
            if (refusal != null) {
                refuse(own, refusal);
                return;
            }
            peer.takes(own.channel());
        }
        done = true;
        ByteBuf rest = held;
        held = null;
        own.fireUserEventTriggered(AnnouncedPeer.Told.TOLD);
        if (rest != null && rest.isReadable()) {
            own.fireChannelRead(rest);
            own.fireChannelReadComplete();
        } else if (rest != null) {
            rest.release();
        }
        own.pipeline().remove(this);
    }

    private static InetSocketAddress address(byte[] address, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("addresses have 4 or 16 bytes", e);
        }
    }

    private void late() {
        ChannelHandlerContext own = context;
        if (own != null && !done) {
            refuse(own, ConnectionRefusal.PROXY_PROTOCOL);
        }
    }

    private void refuse(ChannelHandlerContext own, ConnectionRefusal why) {
        done = true;
        loop.recorder().connectionRefused(gate.name(), why);
        own.channel().config().setAutoRead(false);
        own.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        own.close(); // past TLS
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext own) {
        loop.timer().remove(clock);
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
