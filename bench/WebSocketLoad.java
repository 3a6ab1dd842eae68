import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Both ends of WebSockets that do nothing, each in a process of its own: {@code WebSocketLoad backend PORT}, which accepts
 * all and says every byte back; {@code WebSocketLoad hold PORT COUNT}, which opens so many, sends one message on each, and
 * keeps them until its standard input ends; {@code hold-h2}, which does so over HTTP/2 (RFC 8441), a hundred on a connection.
 * One loop.
 */
final class WebSocketLoad {
    private static final String HANDSHAKE = "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    private static final String ACCEPTED = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Accept: ";
    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *([^\r]*)\r");
    /** RFC 6455 §1.3. */
    private static final String OF_ALL = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** WebSockets on one connection of HTTP/2: fewer than listeners allow. */
    private static final int ON_CONNECTION = 100;

    private static final int AT_ONCE = 50;

    /** Masked with zeros: what comes back is not unmasked, and not looked at. */
    private static final byte[] HELLO = {(byte) 0x82, (byte) 0x82, 0, 0, 0, 0, 'h', 'i'};

    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final AtomicInteger open = new AtomicInteger();

    public static void main(String[] args) throws Exception {
        WebSocketLoad load = new WebSocketLoad();
        int port = Integer.parseInt(args[1]);
        if (args[0].equals("backend")) {
            load.serve(port);
        } else {
            int count = Integer.parseInt(args[2]);
            if (args[0].equals("hold")) {
                load.hold(port, count);
            } else {
                load.holdStreams(port, count);
            }
            System.out.println("open " + load.open.get());
            while (System.in.read() >= 0) {
                // until it ends
            }
            System.exit(0);
        }
    }

    private void serve(int port) throws InterruptedException {
        new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childHandler(adding(Accepting::new))
                .bind("127.0.0.1", port)
                .sync();
        Thread.currentThread().join();
    }

    private void hold(int port, int count) throws InterruptedException {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .handler(adding(Holding::new));
        open(count, () -> bootstrap.connect(new InetSocketAddress("127.0.0.1", port)));
    }

    private void holdStreams(int port, int count) throws InterruptedException {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(Http2FrameCodecBuilder.forClient().build());
                        channel.pipeline().addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                    }
                });
        Channel[] connections = new Channel[count / ON_CONNECTION + 1];
        for (int i = 0; i < connections.length; i++) {
            connections[i] = bootstrap.connect(new InetSocketAddress("127.0.0.1", port)).sync().channel();
        }
        int[] opened = {0};
        open(count, () -> {
            Channel connection = connections[opened[0]++ % connections.length];
            new Http2StreamChannelBootstrap(connection).handler(new HoldingStream()).open();
        });
    }

    /** A few at a time, so that no queue of new connections overflows; what a busy machine did not open in time, again. */
    private void open(int count, Runnable one) throws InterruptedException {
        for (int wanted = AT_ONCE; open.get() < count; wanted = Math.min(wanted + AT_ONCE, count)) {
            while (open.get() < wanted) {
                for (int missing = wanted - open.get(); missing > 0; missing--) {
                    one.run();
                }
                for (int i = 0; i < 2000 && open.get() < wanted; i++) {
                    Thread.sleep(5);
                }
            }
        }
    }

    private interface Making {
        ChannelInboundHandlerAdapter make();
    }

    private static ChannelInitializer<Channel> adding(Making handler) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(handler.make());
            }
        };
    }

    private static final class Accepting extends ChannelInboundHandlerAdapter {
        private boolean accepted;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf in = (ByteBuf) message;
            if (accepted) {
                context.writeAndFlush(in);
                return;
            }
            Matcher key = KEY.matcher(in.toString(StandardCharsets.ISO_8859_1));
            in.release();
            accepted = key.find();
            String answer = accepted
                    ? ACCEPTED + proof(key.group(1)) + "\r\n\r\n"
                    : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
            context.writeAndFlush(ByteBufUtil.writeAscii(context.alloc(), answer));
        }
    }

    private static String proof(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + OF_ALL).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Holding extends ChannelInboundHandlerAdapter {
        private boolean answered;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(ByteBufUtil.writeAscii(context.alloc(), HANDSHAKE));
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf in = (ByteBuf) message;
            boolean switched = in.toString(StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 101");
            in.release();
            if (!answered && switched) {
                answered = true;
                context.writeAndFlush(context.alloc().buffer(HELLO.length).writeBytes(HELLO));
            } else if (answered) {
                open.incrementAndGet();
                answered = false;
            }
        }
    }

    /** The same on a stream. */
    private final class HoldingStream extends ChannelInboundHandlerAdapter {
        private boolean switched;
        private boolean answered;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers()
                    .method("CONNECT")
                    .scheme("http")
                    .path("/ws")
                    .authority("localhost")
                    .add(":protocol", "websocket")
                    .add("sec-websocket-version", "13")));
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Http2HeadersFrame head) {
                switched = "200".contentEquals(head.headers().status());
                if (switched) {
                    context.writeAndFlush(new DefaultHttp2DataFrame(
                            context.alloc().buffer(HELLO.length).writeBytes(HELLO)));
                }
            } else if (message instanceof Http2DataFrame && switched && !answered) {
                answered = true;
                open.incrementAndGet();
            }
            ReferenceCountUtil.release(message);
        }
    }
}
