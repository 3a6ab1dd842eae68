package io.weir.node.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A backend on a plain socket that plays a script on each connection. Thread-safe. */
public final class TestBackend implements AutoCloseable {
    private final ServerSocket server;
    private final Script script;
    private final List<WireMessage> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final Thread acceptor;
    private volatile boolean listening = true;
    private volatile boolean needingCertificates;
    private volatile String[] protocols = {};
    private volatile String[] applications = {};

    /** What happens on one connection; it is closed at the script's end. */
    public interface Script {
        void play(Connection connection) throws IOException, InterruptedException;
    }

    private TestBackend(InetAddress address, ServerSocketFactory sockets, Script script) {
        this.script = script;
        try {
            server = sockets.createServerSocket();
            server.bind(new InetSocketAddress(address, 0), 256);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        acceptor = start("test-backend", this::accept);
    }

    /** Plays {@code script} on each connection. */
    public static TestBackend playing(Script script) {
        return on(InetAddress.getLoopbackAddress(), script);
    }

    public static TestBackend on(InetAddress address, Script script) {
        return new TestBackend(address, ServerSocketFactory.getDefault(), script);
    }

    /** Plays {@code script} over TLS; the handshake happens with its first read. */
    public static TestBackend secure(SSLContext context, Script script) {
        return new TestBackend(InetAddress.getLoopbackAddress(), context.getServerSocketFactory(), script);
    }

    /** Over TLS, answers every request with 200 and {@code body}. */
    public static TestBackend secure(SSLContext context, String body) {
        return secure(context, connection -> connection.answerAll(request -> ok(body)));
    }

    /** Clients have to show a certificate that the context trusts. Before the first connection. */
    public TestBackend needingCertificates() {
        needingCertificates = true;
        return this;
    }

    /** Speaks these versions alone. Before the first connection. */
    public TestBackend protocols(String... versions) {
        protocols = versions;
        return this;
    }

    /** Agrees to one of these (ALPN), and to none else. Before the first connection. */
    public TestBackend agreeing(String... names) {
        applications = names;
        return this;
    }

    /** Of the connection: what is said of the listening socket does not reach an accept that is under way. */
    private void settle(SSLSocket socket) {
        if (needingCertificates) {
            socket.setNeedClientAuth(true);
        }
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        if (applications.length > 0) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(applications);
            socket.setSSLParameters(parameters);
        }
    }

    /** Answers every request of a connection with what {@code answer} makes of it, byte for byte. */
    public static TestBackend answering(Function<WireMessage, String> answer) {
        return playing(connection -> connection.answerAll(answer));
    }

    /** Answers every request with 200 and {@code body}. */
    public static TestBackend saying(String body) {
        return answering(request -> ok(body));
    }

    /** A whole answer. */
    public static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                if (!listening) {
                    socket.close();
                    return;
                }
                if (socket instanceof SSLSocket secure) {
                    settle(secure);
                }
                accepted.incrementAndGet();
                open.add(socket);
                start("test-backend-connection", () -> serve(socket));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            script.play(new Connection(socket));
        } catch (IOException gone) {
            // The gateway has closed the connection: for a backend an end like any other.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /** {@code host:port} as documents spell it. */
    public String address() {
        String host = server.getInetAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + server.getLocalPort();
    }

    public int port() {
        return server.getLocalPort();
    }

    /** All requests so far, with their bodies, in the order of their last bytes. */
    public List<WireMessage> requests() {
        return requests;
    }

    /** The last request. */
    public WireMessage request() {
        return requests.get(requests.size() - 1);
    }

    /** Connections so far. */
    public int accepted() {
        return accepted.get();
    }

    /** Connections that are open now. */
    public int open() {
        return open.size();
    }

    /** Accepts no more; what is open stays. A socket that is closed may still give the accept under way a connection. */
    public void stopListening() {
        listening = false;
        try {
            server.close();
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stopListening();
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** One connection, for its script. */
    public final class Connection {
        private final Socket socket;
        private final WireReader in;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new WireReader(socket.getInputStream());
        }

        /** The next request with its body. */
        public WireMessage request() throws IOException {
            WireMessage request = WireMessage.request(in);
            requests.add(request);
            return request;
        }

        /** The next request's head alone. */
        public WireMessage head() throws IOException {
            return WireMessage.head(in);
        }

        /** The next frame of a WebSocket. */
        public Frames.Frame frame() throws IOException {
            return Frames.read(in::bytes);
        }

        /** Reads and throws away. */
        public long skip(long count) throws IOException {
            return in.skip(count);
        }

        public Connection write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        public void answerAll(Function<WireMessage, String> answer) throws IOException {
            while (true) {
                write(answer.apply(request()));
            }
        }

        /** Until the gateway closes. */
        public void waitForTheEnd() throws IOException {
            in.skip(Long.MAX_VALUE);
        }

        /** Closes with a reset. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        public Socket socket() {
            return socket;
        }
    }
}
