package io.weir.node.dataplane.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.weir.node.dataplane.loop.Arrived;
import io.weir.node.decide.tls.ClientHello;
import io.weir.node.decide.tls.HelloReader;
import io.weir.node.decide.tls.HelloReading;
import io.weir.node.state.TlsHandshake;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first on a TLS connection: waits for the client's hello, chooses the certificate, and gives its place to the engine,
 * which then reads the same bytes. Only on the connection's loop.
 */
public final class HelloHandler extends ChannelInboundHandlerAdapter {
    private static final byte[] PLAIN =
            ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: 47\r\n"
                            + "Connection: close\r\n\r\nThis port speaks TLS: use https instead of http")
                    .getBytes(StandardCharsets.US_ASCII);

    private final TlsConnection connection;
    private @Nullable ByteBuf held;
    private boolean refused;

    /** @param connection is told what was chosen */
    public HelloHandler(TlsConnection connection) {
        this.connection = connection;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (refused) {
            in.release();
            return;
        }
        ByteBuf before = held;
        held = before == null ? in : Arrived.join(before, in);
        HelloReading reading = HelloReader.read(ByteBufUtil.getBytes(held));
        if (reading instanceof HelloReading.Complete complete) {
            choose(context, complete.hello());
        } else if (reading == HelloReading.Other.NOT_TLS) {
            refuse(context, TlsHandshake.NOT_TLS, looksLikeHttp(held) ? PLAIN : new byte[0]);
        } else if (reading == HelloReading.Other.MALFORMED) {
            refuse(context, TlsHandshake.FAILED, Alert.DECODE_ERROR.bytes());
        }
    }

    private void choose(ChannelHandlerContext context, ClientHello hello) {
        TlsFront front = connection.front();
        if (hello.protocols().contains(ChallengeCertificates.PROTOCOL)) {
            ShownCertificate challenge = front.challenge(hello.serverName());
            if (challenge != null) {
                begin(context, challenge, hello, true);
                return;
            }
        }
        if (!isServed(hello.protocols(), front.terms().protocols())) {
            refuse(context, TlsHandshake.NO_PROTOCOL, Alert.NO_APPLICATION_PROTOCOL.bytes());
            return;
        }
        ShownCertificate shown = front.choose(hello);
        if (shown == null) {
            refuse(context, TlsHandshake.UNKNOWN_NAME, Alert.UNRECOGNIZED_NAME.bytes());
        } else {
            begin(context, shown, hello, false);
        }
    }

    /** Who offers no protocol speaks HTTP/1.1, or whatever a listener with {@code tcp} is for. */
    private static boolean isServed(Set<String> offered, List<String> ours) {
        if (ours.isEmpty()) {
            return true;
        }
        return offered.isEmpty() ? ours.contains("http/1.1") : ours.stream().anyMatch(offered::contains);
    }

    private void begin(ChannelHandlerContext context, ShownCertificate shown, ClientHello hello, boolean challenge) {
        SslHandler handler = shown.newHandler(context.alloc());
        connection.chosen(handler, shown, hello.serverName(), challenge);
        ByteBuf bytes = held;
        held = null;
        context.pipeline().replace(this, "tls", handler);
        if (bytes != null) {
            context.fireChannelRead(bytes);
            context.fireChannelReadComplete();
        }
    }

    private void refuse(ChannelHandlerContext context, TlsHandshake how, byte[] answer) {
        refused = true;
        drop();
        connection.end(how);
        context.writeAndFlush(Unpooled.wrappedBuffer(answer)).addListener(ChannelFutureListener.CLOSE);
    }

    /** A method's first letter. */
    private static boolean looksLikeHttp(ByteBuf bytes) {
        byte first = bytes.getByte(bytes.readerIndex());
        return first >= 'A' && first <= 'Z';
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        drop();
    }

    private void drop() {
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
