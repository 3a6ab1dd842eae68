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
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Both ends of WebSockets that do nothing, each in a process of its own: {@code WebSocketLoad backend PORT}, which accepts
 * all and says every byte back; {@code WebSocketLoad hold PORT CONNECTIONS}, which opens so many, sends one message on each,
 * and keeps them until its standard input ends. One loop.
 */
final class WebSocketLoad {
    private static final String HANDSHAKE = "GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    /** Of that key: all connections here have the same. */
    private static final String ACCEPTED = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
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
            load.hold(port, Integer.parseInt(args[2]));
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

    private void hold(int port, int connections) throws Exception {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .handler(adding(Holding::new));
        for (int i = 1; i <= connections; i++) {
            bootstrap.connect(new InetSocketAddress("127.0.0.1", port));
            if (i % 50 == 0) {
                awaitOpen(i); // a few at a time, so that no queue of new connections overflows
            }
        }
        awaitOpen(connections);
        System.out.println("open " + open.get());
        while (System.in.read() >= 0) {
            // until it ends
        }
    }

    private void awaitOpen(int wanted) throws InterruptedException {
        for (int i = 0; i < 2000 && open.get() < wanted; i++) {
            Thread.sleep(5);
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
            boolean upgrade = in.toString(StandardCharsets.ISO_8859_1).toLowerCase().contains("upgrade: websocket");
            in.release();
            accepted = upgrade;
            String answer = upgrade ? ACCEPTED : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
            context.writeAndFlush(ByteBufUtil.writeAscii(context.alloc(), answer));
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
}
