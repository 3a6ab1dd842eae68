package io.weir.node.dataplane.loop;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import io.weir.config.formation.Transport;

/**
 * One way of talking to the kernel.
 *
 * @param name as configured and shown: {@code io_uring}, {@code epoll} or {@code nio}
 * @param sharesPorts whether each loop can have a listening socket of its own on one port (SO_REUSEPORT)
 */
public record Transports(
        String name,
        IoHandlerFactory handlers,
        Class<? extends ServerChannel> server,
        Class<? extends Channel> client,
        boolean sharesPorts) {

    /** How much of what a peer has not taken yet is kept, before reading for it pauses. */
    public static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    /** @throws IllegalStateException when the one that is asked for does not work here, with the reason */
    public static Transports choose(Transport wanted) {
        return switch (wanted) {
            case AUTO -> IoUring.isAvailable() ? ioUring() : Epoll.isAvailable() ? epoll() : nio();
            case IO_URING ->
                required("io_uring", IoUring.unavailabilityCause(), IoUring.isAvailable()) ? ioUring() : nio();
            case EPOLL -> required("epoll", Epoll.unavailabilityCause(), Epoll.isAvailable()) ? epoll() : nio();
            case NIO -> nio();
        };
    }

    private static boolean required(
            String name, @org.jspecify.annotations.Nullable Throwable cause, boolean available) {
        if (!available) {
            throw new IllegalStateException("the transport " + name + " does not work here: " + cause);
        }
        return true;
    }

    private static Transports ioUring() {
        return new Transports(
                "io_uring",
                IoUringIoHandler.newFactory(),
                IoUringServerSocketChannel.class,
                IoUringSocketChannel.class,
                true);
    }

    private static Transports epoll() {
        return new Transports(
                "epoll", LastingEpoll.newFactory(), EpollServerSocketChannel.class, EpollSocketChannel.class, true);
    }

    private static Transports nio() {
        return new Transports(
                "nio", NioIoHandler.newFactory(), NioServerSocketChannel.class, NioSocketChannel.class, false);
    }
}
