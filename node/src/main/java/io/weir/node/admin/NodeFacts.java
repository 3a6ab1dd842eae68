package io.weir.node.admin;

import io.weir.protocol.admin.NodeReport;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What the node says of itself.
 *
 * @param profile {@code local}, {@code static} or {@code kubernetes}
 * @param transport the one in use: {@code io_uring}, {@code epoll} or {@code nio}
 * @param tls who does the cryptography of TLS: BoringSSL or the JDK, with the version
 * @param startedNanos {@link System#nanoTime} at the start
 * @param listeners those bound now
 * @param listening every listener of the live document is bound
 */
public record NodeFacts(
        String name,
        String version,
        String profile,
        String transport,
        String tls,
        long startedNanos,
        Supplier<List<NodeReport.Listener>> listeners,
        BooleanSupplier listening) {}
