package io.weir.node.testkit;

import io.weir.node.state.TcpEnd;
import io.weir.node.state.TcpRecord;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** What a recorder was told of a connection of a tcp listener. */
public record EndedTcp(
        TcpEnd end,
        String listener,
        String client,
        String serverName,
        @Nullable String upstream,
        @Nullable String endpoint,
        long bytesIn,
        long bytesOut,
        int retries) {
    static EndedTcp of(TcpRecord record) {
        try {
            return new EndedTcp(
                    record.end(),
                    record.listener(),
                    InetAddress.getByAddress(record.clientAddress()).getHostAddress(),
                    record.serverName(),
                    record.upstream() == null ? null : record.upstream().name(),
                    record.endpoint() == null ? null : record.endpoint().id(),
                    record.bytesIn(),
                    record.bytesOut(),
                    record.retries());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
