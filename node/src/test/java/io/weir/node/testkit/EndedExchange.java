package io.weir.node.testkit;

import io.weir.node.state.ExchangeRecord;
import io.weir.protocol.grpc.GrpcCode;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a recorder was told of an exchange. */
public record EndedExchange(
        int status,
        @Nullable String problem,
        @Nullable String route,
        @Nullable String endpoint,
        String requestId,
        long bytesIn,
        long bytesOut,
        int retries,
        boolean headKnown,
        @Nullable GrpcCode code,
        @Nullable String callTarget) {
    static EndedExchange of(ExchangeRecord record) {
        return new EndedExchange(
                record.status(),
                record.problemType(),
                record.route() == null ? null : record.route().name(),
                record.endpoint() == null ? null : record.endpoint().id(),
                new String(record.requestId(), 0, record.requestIdLength(), StandardCharsets.ISO_8859_1),
                record.bytesIn(),
                record.bytesOut(),
                record.retries(),
                record.head() != null,
                record.grpcCode(),
                record.callTarget());
    }
}
