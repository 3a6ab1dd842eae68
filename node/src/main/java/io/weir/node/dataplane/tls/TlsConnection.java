package io.weir.node.dataplane.tls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.weir.node.state.ClientTls;
import io.weir.node.state.Recorder;
import io.weir.node.state.TlsHandshake;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a client's connection knows of its TLS. Only on its loop. */
public final class TlsConnection {
    private static final byte[] NOTHING = {};

    private final TlsFront front;
    private final Recorder recorder;
    private final long begunMillis = System.currentTimeMillis();
    private @Nullable SslHandler handler;
    private @Nullable ShownCertificate shown;
    private @Nullable ClientTls client;
    private byte[] requestLines = NOTHING;
    private String serverName = "";
    private boolean challenge;
    private boolean ended;

    public TlsConnection(TlsFront front, Recorder recorder) {
        this.front = front;
        this.recorder = recorder;
    }

    TlsFront front() {
        return front;
    }

    /** @param answersChallenge no request will come */
    void chosen(SslHandler newHandler, ShownCertificate certificate, String name, boolean answersChallenge) {
        handler = newHandler;
        shown = certificate;
        serverName = name;
        challenge = answersChallenge;
    }

    /** The handshake is over, in this way unless it was over before. */
    public void end(TlsHandshake how) {
        if (!ended) {
            ended = true;
            recorder.handshakeEnded(front.listener(), how);
        }
    }

    /** The engine has said why it gives up. */
    public void failed(Throwable cause) {
        end(HandshakeFailure.of(cause));
    }

    /** The handshake has succeeded. False: the connection has no further use. */
    public boolean established() {
        SslHandler known = handler;
        if (known == null) {
            return false;
        }
        EngineView engine = new EngineView(known.engine());
        boolean resumed = engine.isResumed(begunMillis);
        ClientTls tls = engine.client(serverName);
        ClientTrust trust = front.trust();
        boolean accepted = tls.clientChain().isEmpty()
                || !resumed
                || trust != null && trust.stillAccepts(tls.clientChain(), Instant.now());
        if (!accepted) {
            end(TlsHandshake.CLIENT_CERTIFICATE);
            return false;
        }
        end(resumed ? TlsHandshake.RESUMED : TlsHandshake.FULL);
        client = tls;
        if (front.terms().client().filter(terms -> terms.forward()).isPresent()) {
            requestLines = ClientCertificateLines.of(tls.clientChain());
        }
        return !challenge;
    }

    /** Null before the handshake is over. */
    public @Nullable ClientTls client() {
        return client;
    }

    /** Ready lines that tell a backend the client's certificate (RFC 9440); empty where it is not told. */
    public byte[] requestLines() {
        return requestLines;
    }

    /** Whether HTTP/2 was agreed on; known when the handshake is over. */
    public boolean isHttp2() {
        SslHandler known = handler;
        return known != null && "h2".equals(known.applicationProtocol());
    }

    /** Whether the certificate that the client was shown covers the host {@code buffer[start, end)}. */
    public boolean covers(byte[] buffer, int start, int end) {
        ShownCertificate known = shown;
        if (known == null) {
            return false;
        }
        return buffer[start] == '['
                ? known.names().names().covers(address(buffer, start, end))
                : known.names().covers(buffer, start, end);
    }

    /** An IPv6 address in brackets, in the form that certificates' names are kept in. */
    private static String address(byte[] buffer, int start, int end) {
        String text = new String(buffer, start + 1, end - start - 2, StandardCharsets.ISO_8859_1);
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        try {
            return bytes == null ? "" : InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            return "";
        }
    }

    /** Says that nothing more will come (close_notify); completes when that is sent. */
    public ChannelFuture closeOutbound(Channel channel) {
        SslHandler known = handler;
        return known == null ? channel.newSucceededFuture() : known.closeOutbound();
    }

    /** Closes at once, without a word. */
    public void abort(Channel channel) {
        ChannelHandlerContext context =
                handler == null ? null : channel.pipeline().context(handler);
        if (context == null) {
            channel.close();
        } else {
            context.close();
        }
    }
}
