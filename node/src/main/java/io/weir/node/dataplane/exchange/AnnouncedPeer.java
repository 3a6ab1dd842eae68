package io.weir.node.dataplane.exchange;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whose connection it is by the PROXY header that a trusted peer sent ahead of it.
 *
 * @param client stands for the other end wherever its address matters
 * @param server what the client connected to
 */
public record AnnouncedPeer(InetSocketAddress client, InetSocketAddress server) {
    private static final AttributeKey<AnnouncedPeer> KEY = AttributeKey.valueOf(AnnouncedPeer.class, "of");

    /** The header has been read, whether it named somebody or not: told to those who wait for it. */
    public enum Told {
        TOLD
    }

    /** From now on it is this one's. */
    public void takes(Channel channel) {
        channel.attr(KEY).set(this);
    }

    /** Null: nobody else was announced. */
    private static @Nullable AnnouncedPeer of(Channel channel) {
        return channel.hasAttr(KEY) ? channel.attr(KEY).get() : null;
    }

    /** The client's address: the one announced, or that of the other end; null when that is gone. */
    public static @Nullable SocketAddress client(Channel channel) {
        AnnouncedPeer announced = of(channel);
        return announced == null ? channel.remoteAddress() : announced.client;
    }

    /** The address that the client connected to: the one announced, or this end's; null when it is gone. */
    public static @Nullable SocketAddress server(Channel channel) {
        AnnouncedPeer announced = of(channel);
        return announced == null ? channel.localAddress() : announced.server;
    }
}
