import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.internal.tcnative.SSL;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Makes TLS connections, in a process of its own: {@code TlsLoad full|resumed PORT CONNECTIONS SECONDS}, each connection
 * with one request, the next one when it is closed; or {@code TlsLoad idle PORT CONNECTIONS}, which keeps them open after
 * one request until its standard input ends. One loop, BoringSSL as the client: cheaper than what any server does for the
 * same handshake. TLS 1.3 with X25519 alone.
 */
final class TlsLoad {
    private static final byte[] CLOSING =
            "GET /plain/a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEEPING =
            "GET /plain/a HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress target;
    private final boolean idle;
    private final boolean resumes;
    private final int connections;
    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final SslContext context;
    private final CountDownLatch ended;
    private volatile boolean over;
    private long handshakes;
    private long resumed;
    private long answers;
    private long failures;

    private TlsLoad(String mode, int port, int connections) throws Exception {
        this.target = new InetSocketAddress("127.0.0.1", port);
        this.idle = mode.equals("idle");
        this.resumes = mode.equals("resumed");
        this.connections = connections;
        this.ended = new CountDownLatch(connections);
        context = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .protocols("TLSv1.3")
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm(null)
                .build();
        ((OpenSslSessionContext) context.sessionContext()).setSessionCacheEnabled(resumes);
    }

    public static void main(String[] args) throws Exception {
        TlsLoad load = new TlsLoad(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        if (load.idle) {
            load.hold();
        } else {
            load.run(Integer.parseInt(args[3]));
        }
        System.exit(0);
    }

    private void run(int seconds) throws InterruptedException {
        long begin = System.nanoTime();
        for (int slot = 1; slot <= connections; slot++) {
            connect(slot);
        }
        Thread.sleep(seconds * 1000L);
        long[] seen = new long[1];
        long spent = System.nanoTime() - begin;
        loop.submit(() -> seen[0] = answers).sync();
        over = true;
        ended.await(10, TimeUnit.SECONDS);
        System.out.printf(
                "handshakes %d resumed %d answers %d failures %d persecond %d%n",
                handshakes, resumed, answers, failures, seen[0] * 1_000_000_000L / spent);
    }

    /** A few at a time, so that no queue of new connections overflows. */
    private void hold() throws Exception {
        for (int slot = 1; slot <= connections; slot++) {
            connect(slot);
            if (slot % 50 == 0) {
                awaitAnswers(slot);
            }
        }
        awaitAnswers(connections);
        System.out.println("open " + answers + " failures " + failures);
        System.in.read();
    }

    private void awaitAnswers(int count) throws InterruptedException {
        long[] seen = new long[1];
        for (int i = 0; i < 1000 && seen[0] < count; i++) {
            Thread.sleep(5);
            loop.submit(() -> seen[0] = answers + failures).sync();
        }
    }

    private void connect(int slot) {
        new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        // Sessions are kept by name and port: each slot has its own.
                        channel.pipeline().addLast(context.newHandler(channel.alloc(), "127.0.0.1", slot));
                        channel.pipeline().addLast(new Client(slot));
                    }
                })
                .connect(target)
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        next(slot, false);
                    }
                });
    }

    private void next(int slot, boolean answered) {
        if (!answered) {
            failures++;
        }
        if (over || idle || failures > 1000) {
            ended.countDown();
        } else {
            connect(slot);
        }
    }

    private final class Client extends ChannelInboundHandlerAdapter {
        private final int slot;
        private boolean answered;

        Client(int slot) {
            this.slot = slot;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext own, Object event) {
            if (event instanceof SslHandshakeCompletionEvent end && end.isSuccess()) {
                handshakes++;
                SslHandler handler = own.pipeline().get(SslHandler.class);
                resumed += SSL.isSessionReused(((ReferenceCountedOpenSslEngine) handler.engine()).sslPointer()) ? 1 : 0;
                byte[] request = idle ? KEEPING : CLOSING;
                own.writeAndFlush(own.alloc().buffer(request.length).writeBytes(request));
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext own, Object message) {
            ByteBuf in = (ByteBuf) message;
            if (!answered && in.isReadable()) {
                answered = in.getByte(in.readerIndex()) == 'H';
                answers += answered ? 1 : 0;
            }
            in.release();
        }

        @Override
        public void channelInactive(ChannelHandlerContext own) {
            next(slot, answered);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext own, Throwable cause) {
            own.close();
        }
    }
}
