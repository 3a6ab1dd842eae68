package io.weir.node.dataplane.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.weir.node.dataplane.loop.Arrived;
import io.weir.node.decide.tls.HelloReader;
import io.weir.node.decide.tls.HelloReading;
import org.jspecify.annotations.Nullable;

/**
 * Reads the name that a client asks for out of its TLS hello, without taking part in it; then the bytes go on as they came.
 * What is no TLS asks for no name. Only on its loop.
 */
final class NameReader extends ChannelInboundHandlerAdapter {
    private final Introduction introduction;
    private @Nullable ByteBuf held;
    private boolean done;

    NameReader(Introduction introduction) {
        this.introduction = introduction;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (done) {
            context.fireChannelRead(in);
            return;
        }
        ByteBuf before = held;
        held = before == null ? in : Arrived.join(before, in);
        HelloReading reading = HelloReader.read(ByteBufUtil.getBytes(held));
        if (reading instanceof HelloReading.Complete complete) {
            done = true;
            introduction.named(complete.hello().serverName(), true);
        } else if (reading == HelloReading.Other.NOT_TLS) {
            done = true;
            introduction.named("", false);
        } else if (reading == HelloReading.Other.MALFORMED) {
            done = true;
            introduction.malformed();
        }
        if (done) {
            context.pipeline().remove(this);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        ByteBuf bytes = held;
        held = null;
        if (bytes != null && done) {
            context.fireChannelRead(bytes);
        } else if (bytes != null) {
            bytes.release();
        }
    }
}
