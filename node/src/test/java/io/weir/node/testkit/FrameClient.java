package io.weir.node.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A client of HTTP/2 that can do wrong. One thread. */
public final class FrameClient extends FramePeer {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final long DEFAULT_WINDOW = 65_535;

    private final Map<Integer, Answer> answers = new HashMap<>();
    private @Nullable Frame goAway;
    private final Map<Integer, Long> windows = new HashMap<>();
    private int nextStream = 1;

    /** What came on one stream. */
    public static final class Answer {
        private final List<Frame> heads = new ArrayList<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private boolean ended;
        private @Nullable Frame reset;

        public int status() {
            return Integer.parseInt(head().field(":status").orElseThrow());
        }

        /** The final head. */
        public Frame head() {
            return heads.stream()
                    .filter(one -> one.field(":status")
                            .filter(status -> !status.startsWith("1"))
                            .isPresent())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no head: " + heads + ", reset: " + reset));
        }

        /** Heads, interim ones and trailers too. */
        public List<Frame> heads() {
            return heads;
        }

        public Frame trailers() {
            Frame last = heads.get(heads.size() - 1);
            if (heads.size() < 2 || last.field(":status").isPresent()) {
                throw new IllegalStateException("no trailers: " + heads);
            }
            return last;
        }

        public String body() {
            return body.toString(StandardCharsets.ISO_8859_1);
        }

        public String problem() {
            String text = body();
            int at = text.indexOf("urn:weir:problem:") + "urn:weir:problem:".length();
            return text.substring(at, text.indexOf('"', at));
        }

        /** Whether END_STREAM came. */
        public boolean isWhole() {
            return ended;
        }

        /** The code it was reset with; null when it was not. */
        public @Nullable Http2Code resetCode() {
            return reset == null ? null : reset.code();
        }
    }

    private FrameClient(Socket socket) {
        super(socket);
    }

    /** By prior knowledge; without a preface. */
    public static FrameClient silent(InetSocketAddress address) {
        try {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.connect(address, 20_000);
            return new FrameClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By prior knowledge; with the preface and settings as they are by default. */
    public static FrameClient plain(InetSocketAddress address, int... settings) {
        FrameClient client = silent(address);
        client.preface(settings);
        return client;
    }

    /** Over TLS, with ALPN. */
    public static FrameClient secure(InetSocketAddress address, SSLContext context, String host, int... settings) {
        FrameClient client = agreed(address, context, host);
        client.preface(settings);
        return client;
    }

    /** Over TLS, with ALPN; behind a line in plain text. */
    public static FrameClient secureBehind(String line, InetSocketAddress address, SSLContext context, String host) {
        FrameClient client = agreed(line, address, context, host);
        client.preface();
        return client;
    }

    /** Over TLS, with ALPN; without a preface. */
    public static FrameClient agreed(InetSocketAddress address, SSLContext context, String host) {
        return agreed("", address, context, host);
    }

    private static FrameClient agreed(String line, InetSocketAddress address, SSLContext context, String host) {
        try {
            Socket plain = new Socket();
            plain.setTcpNoDelay(true);
            plain.connect(address, 20_000);
            plain.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, host, address.getPort(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            if (!socket.getApplicationProtocol().equals("h2")) {
                throw new IllegalStateException("no h2 but " + socket.getApplicationProtocol());
            }
            return new FrameClient(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void preface(int... settings) {
        raw(PREFACE);
        settings(settings);
    }

    /** The preface alone, without settings. */
    public static byte[] prefaceBytes() {
        return PREFACE.clone();
    }

    /** A request without a body; the stream. */
    public int get(String path, String... more) {
        return request("GET", path, true, more);
    }

    /** A request's head; the stream. */
    public int request(String method, String path, boolean end, String... more) {
        String[] fields = new String[8 + more.length];
        String[] pseudo = {":method", method, ":scheme", "http", ":path", path, ":authority", "example.com"};
        System.arraycopy(pseudo, 0, fields, 0, 8);
        System.arraycopy(more, 0, fields, 8, more.length);
        int stream = nextStream();
        headers(stream, end, fields);
        return stream;
    }

    /** Asks for a WebSocket (RFC 8441); answers its stream. */
    public int webSocket(String path, String authority) {
        int stream = nextStream();
        String[] connect = {":method", "CONNECT", ":protocol", "websocket", ":scheme", "http", ":path", path};
        headers(
                stream,
                false,
                Stream.concat(Stream.of(connect), Stream.of(":authority", authority, "sec-websocket-version", "13"))
                        .toArray(String[]::new));
        return stream;
    }

    /** A stream that was not used yet. */
    public int nextStream() {
        int stream = nextStream;
        nextStream += 2;
        return stream;
    }

    /** What came on a stream so far. */
    public Answer soFar(int stream) {
        return answers.computeIfAbsent(stream, any -> new Answer());
    }

    /** Reads until the stream has ended in whatever way, and opens windows meanwhile. */
    public Answer answer(int stream) {
        Answer answer = soFar(stream);
        while (!answer.ended && answer.reset == null) {
            take(true);
        }
        return answer;
    }

    /** Reads until the stream is reset. */
    public Http2Code resetOf(int stream) {
        Answer answer = soFar(stream);
        while (answer.reset == null) {
            take(true);
        }
        return answer.reset.code();
    }

    /** Reads until the head of an answer is there; opens no windows. */
    public Answer head(int stream) {
        Answer answer = soFar(stream);
        while (answer.heads.isEmpty() && answer.reset == null) {
            take(false);
        }
        return answer;
    }

    /** Reads until at least so many bytes of the body are there; opens no windows. */
    public Answer bytes(int stream, int count) {
        Answer answer = soFar(stream);
        while (answer.body.size() < count && answer.reset == null) {
            take(false);
        }
        return answer;
    }

    /** Reads until the server says GOAWAY. */
    public Frame goneAway() {
        while (goAway == null) {
            take(true);
        }
        Frame said = goAway;
        goAway = null;
        return said;
    }

    @Override
    public FramePeer data(int stream, boolean end, String text) {
        windows.merge(stream, DEFAULT_WINDOW - text.length(), (before, fresh) -> before - text.length());
        return super.data(stream, end, text);
    }

    /** How much the server takes on a stream, as far as it has been read; only of {@link #data}. */
    public long windowOf(int stream) {
        return windows.getOrDefault(stream, DEFAULT_WINDOW);
    }

    /** Reads until the server takes so much on a stream. */
    public void awaitWindow(int stream, int bytes) {
        while (windowOf(stream) < bytes) {
            take(true);
        }
    }

    /** Sends a PING and reads until it comes back: whatever was sent before has been seen. */
    public FrameClient sync() {
        ping(0x5959);
        while (true) {
            Frame frame = take(true);
            if (frame.type() == Frame.PING && frame.isAck()) {
                return this;
            }
        }
    }

    private Frame take(boolean open) {
        Frame frame = next().orElseThrow(() -> new IllegalStateException("the connection has ended; " + goAway));
        acknowledge(frame);
        Answer answer = frame.stream() == 0 ? null : soFar(frame.stream());
        switch (frame.type()) {
            case Frame.HEADERS -> Objects.requireNonNull(answer).heads.add(frame);
            case Frame.DATA -> {
                Objects.requireNonNull(answer).body.writeBytes(frame.payload());
                if (open && frame.payload().length > 0) {
                    window(0, frame.payload().length);
                    if (!frame.isEnd()) {
                        window(frame.stream(), frame.payload().length);
                    }
                }
            }
            case Frame.RST_STREAM -> Objects.requireNonNull(answer).reset = frame;
            case Frame.GOAWAY -> goAway = frame;
            case Frame.WINDOW_UPDATE ->
                windows.merge(
                        frame.stream(), DEFAULT_WINDOW + frame.first(), (before, fresh) -> before + frame.first());
            default -> {}
        }
        if (answer != null) {
            answer.ended |= frame.isEnd();
        }
        return frame;
    }
}
