package io.weir.config.formation;

/** How the data plane talks to the kernel. */
public enum Transport {
    /** The first of the others that works here. */
    AUTO,
    IO_URING,
    EPOLL,
    NIO
}
