package io.weir.node.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A client that sends what it is told, byte for byte, and reads what comes. */
public final class WireClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket;
    private final WireReader in;

    public WireClient(InetSocketAddress address) {
        this(address, 0);
    }

    /** @param receiveBuffer bytes the kernel keeps for a client that does not read; 0 leaves the choice to it */
    public WireClient(InetSocketAddress address, int receiveBuffer) {
        this(connected(address, receiveBuffer));
    }

    private WireClient(Socket socket) {
        this.socket = socket;
        try {
            in = new WireReader(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Over TLS, after the handshake. Servers of one name and port are one to the context: it resumes with any of them.
     *
     * @param host asked for by name (SNI), and verified
     */
    public static WireClient secure(InetSocketAddress address, SSLContext context, String host) {
        return secure(address, context, host, parameters -> {});
    }

    /** @param more further wishes: protocols, suites */
    public static WireClient secure(
            InetSocketAddress address, SSLContext context, String host, Consumer<SSLParameters> more) {
        try {
            SSLSocket socket = (SSLSocket)
                    context.getSocketFactory().createSocket(connected(address, 0), host, address.getPort(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            more.accept(parameters);
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return new WireClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Over TLS on a connection that is open, and whatever was sent on it before. */
    public static WireClient secure(Socket open, SSLContext context, String host) {
        try {
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(open, host, open.getPort(), true);
            socket.startHandshake();
            return new WireClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Socket connected(InetSocketAddress address, int receiveBuffer) {
        Socket socket = new Socket();
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(address, TIMEOUT_MILLIS);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends the characters as bytes (ISO-8859-1). */
    public WireClient send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A GET without more than it needs, and its answer. */
    public WireMessage get(String path) {
        return get(path, "");
    }

    /** @param fields whole lines, each with its end */
    public WireMessage get(String path, String fields) {
        return send("GET " + path + " HTTP/1.1\r\nHost: example.com\r\n" + fields + "\r\n")
                .answer();
    }

    /** The next answer with its body. */
    public WireMessage answer() {
        return reading(() -> WireMessage.answer(in, false));
    }

    /** The next answer, to a HEAD. */
    public WireMessage answerToHead() {
        return reading(() -> WireMessage.answer(in, true));
    }

    /** The next head; its body is left where it is. */
    public WireMessage head() {
        return reading(() -> WireMessage.head(in));
    }

    /** Everything up to the end of the connection. */
    public String toTheEnd() {
        return reading(in::toTheEnd);
    }

    /** The next frame of a WebSocket. */
    public Frames.Frame frame() {
        return reading(() -> Frames.read(in::bytes));
    }

    /** The data of the next chunk of a body; empty: it is the last. */
    public String chunk() {
        return reading(in::chunk);
    }

    public String bytes(int count) {
        return reading(() -> in.bytes(count));
    }

    /** Reads and throws away up to {@code count} bytes; answers how many there were. */
    public long skip(long count) {
        return reading(() -> in.skip(count));
    }

    /** Waits for the end; false when something else comes. */
    public boolean isAtItsEnd() {
        try {
            return in.read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T reading(Reading<T> what) {
        try {
            return what.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Socket socket() {
        return socket;
    }

    /** Says that nothing more comes, and can still read. */
    public WireClient endOutput() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the connection with a reset instead of an orderly close. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
