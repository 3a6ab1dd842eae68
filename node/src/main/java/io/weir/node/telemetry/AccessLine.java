package io.weir.node.telemetry;

import io.weir.node.state.ClientTls;
import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.ExchangeRecord;
import io.weir.node.state.RoutePlan;
import io.weir.protocol.grpc.GrpcCode;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.RequestHead;
import java.nio.charset.StandardCharsets;

/**
 * An exchange as a line of the access log (fields: docs/operations.md). What an exchange does not have is left out. The
 * query never appears: people put secrets there. Some 300 bytes and 0.3 µs; one for each loop, not thread-safe.
 */
final class AccessLine {
    private static final byte[] TIME = first("time");
    private static final byte[] LISTENER = further("listener");
    private static final byte[] CLIENT = further("client");
    private static final byte[] PROTOCOL = further("protocol");
    private static final byte[] TLS_PROTOCOL = further("tlsProtocol");
    private static final byte[] TLS_NAME = further("tlsName");
    private static final byte[] METHOD = further("method");
    private static final byte[] HOST = further("host");
    private static final byte[] PATH = further("path");
    private static final byte[] ROUTE = further("route");
    private static final byte[] UPSTREAM = further("upstream");
    private static final byte[] ENDPOINT = further("endpoint");
    private static final byte[] CONSUMER = further("consumer");
    private static final byte[] STATUS = further("status");
    private static final byte[] GRPC_CODE = further("grpcCode");
    private static final byte[] PROBLEM = further("problem");
    private static final byte[] REQUEST_ID = further("requestId");
    private static final byte[] DURATION = further("durationMicros");
    private static final byte[] UPSTREAM_TIME = further("upstreamMicros");
    private static final byte[] BYTES_IN = further("bytesIn");
    private static final byte[] BYTES_OUT = further("bytesOut");
    private static final byte[] RETRIES = further("retries");
    private static final byte[] CACHE = further("cache");
    private static final byte[] OPERATION = further("operation");

    private final JsonLine line = new JsonLine();
    private final TimeText time = new TimeText();

    private static byte[] first(String name) {
        return ('"' + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] further(String name) {
        return (",\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    /** @param epochMillis when the exchange ended */
    JsonLine of(ExchangeRecord exchange, long epochMillis) {
        line.begin();
        line.name(TIME);
        time.write(epochMillis, line);
        RequestHead head = exchange.head();
        if (head != null) {
            request(head);
            text(PROTOCOL, exchange.protocol());
        }
        ClientTls tls = exchange.tls();
        if (tls != null) {
            text(TLS_PROTOCOL, tls.protocol());
            text(TLS_NAME, tls.serverName());
        }
        decided(exchange);
        outcome(exchange);
        line.end();
        return line;
    }

    private void request(RequestHead head) {
        text(LISTENER, head.listener());
        line.name(CLIENT);
        AddressText.write(head.clientAddress(), line);
        Method method = head.method();
        text(METHOD, method == Method.OTHER ? head.methodText() : method.name());
        text(HOST, head.buffer(), head.hostStart(), head.hostEnd(), JsonLine.MOST_SHORT);
        text(PATH, head.buffer(), head.pathStart(), head.pathEnd(), JsonLine.MOST_LONG);
    }

    private void decided(ExchangeRecord exchange) {
        RoutePlan route = exchange.route();
        if (route != null) {
            text(ROUTE, route.name());
        }
        EndpointPlan endpoint = exchange.endpoint();
        if (endpoint != null) {
            text(UPSTREAM, endpoint.upstream());
            text(ENDPOINT, endpoint.id());
        }
        ConsumerPlan consumer = exchange.consumer();
        if (consumer != null) {
            text(CONSUMER, consumer.name());
        }
    }

    private void outcome(ExchangeRecord exchange) {
        number(STATUS, exchange.status());
        GrpcCode code = exchange.grpcCode();
        if (code != null) {
            text(GRPC_CODE, code.name());
        }
        String operation = exchange.operation();
        if (operation != null) {
            text(OPERATION, operation);
        }
        String problem = exchange.problemType();
        if (problem != null) {
            text(PROBLEM, problem);
        }
        text(REQUEST_ID, exchange.requestId(), 0, exchange.requestIdLength(), JsonLine.MOST_SHORT);
        if (exchange.startNanos() != 0) {
            number(DURATION, (exchange.endNanos() - exchange.startNanos()) / 1000);
        }
        if (exchange.upstreamHeadNanos() != 0) {
            number(UPSTREAM_TIME, (exchange.upstreamHeadNanos() - exchange.upstreamStartNanos()) / 1000);
        }
        number(BYTES_IN, exchange.bytesIn());
        number(BYTES_OUT, exchange.bytesOut());
        number(RETRIES, exchange.retries());
        String cache = exchange.cache();
        if (cache != null) {
            text(CACHE, cache);
        }
    }

    private void text(byte[] name, String value) {
        line.name(name);
        line.text(value);
    }

    private void text(byte[] name, byte[] from, int start, int end, int most) {
        line.name(name);
        line.text(from, start, end, most);
    }

    private void number(byte[] name, long value) {
        line.name(name);
        line.number(value);
    }
}
