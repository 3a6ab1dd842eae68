package io.weir.node.dataplane.tls;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import io.weir.node.state.ClientTls;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** What a client's connection knows of its TLS. Only on its loop. */
public final class TlsConnection {
    private @Nullable SslHandler handler;
    private @Nullable ShownCertificate shown;
    private String serverName = "";
    private @Nullable ClientTls client;

    void chosen(SslHandler newHandler, ShownCertificate certificate, String name) {
        handler = newHandler;
        shown = certificate;
        serverName = name;
    }

    /** The handshake has succeeded. */
    public void established() {
        SslHandler known = handler;
        if (known != null) {
            SSLSession session = known.engine().getSession();
            client = new ClientTls(session.getProtocol(), session.getCipherSuite(), serverName, chain(session, known));
        }
    }

    private static List<X509Certificate> chain(SSLSession session, SslHandler handler) {
        if (!handler.engine().getWantClientAuth() && !handler.engine().getNeedClientAuth()) {
            return List.of();
        }
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate one : session.getPeerCertificates()) {
                chain.add((X509Certificate) one);
            }
            return chain;
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
    }

    /** Null before the handshake is over. */
    public @Nullable ClientTls client() {
        return client;
    }

    /** Whether the certificate that the client was shown covers the host {@code buffer[start, end)}. */
    public boolean covers(byte[] buffer, int start, int end) {
        ShownCertificate known = shown;
        return known != null && known.names().covers(buffer, start, end);
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
