package io.weir.node.dataplane.exchange;

import io.netty.channel.Channel;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Who is at the other end of one connection, under the trust of the live revision. Only on its loop. */
public final class PeerView {
    private final ListenerGate gate;
    private final boolean secure;
    private @Nullable Peer peer;
    private @Nullable Trust peerTrust;

    /** @param secure whether the connection is over TLS */
    public PeerView(ListenerGate gate, boolean secure) {
        this.gate = gate;
        this.secure = secure;
    }

    @SuppressWarnings("ReferenceEquality") // anew when a revision changes the trust
    public Peer of(Channel channel) {
        Trust trust = gate.terms().trust();
        Peer known = peer;
        if (known == null || peerTrust != trust) {
            InetAddress address = address(channel);
            byte[] figures = NetUtil.toAddressString(address).getBytes(StandardCharsets.US_ASCII);
            known = new Peer(address.getAddress(), figures, trust.trusts(address.getAddress()), secure);
            peer = known;
            peerTrust = trust;
        }
        return known;
    }

    private static InetAddress address(Channel channel) {
        if (AnnouncedPeer.client(channel) instanceof InetSocketAddress client) {
            return client.getAddress();
        }
        throw new IllegalStateException("the connection is gone");
    }
}
