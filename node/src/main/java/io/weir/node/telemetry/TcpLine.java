package io.weir.node.telemetry;

import io.weir.node.state.EndpointPlan;
import io.weir.node.state.TcpEnd;
import io.weir.node.state.TcpRecord;
import io.weir.node.state.UpstreamPlan;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/** A connection of a tcp listener as a line of the access log (fields: docs/operations.md). One for each loop. */
final class TcpLine {
    private static final byte[] TIME = "\"time\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LISTENER = further("listener");
    private static final byte[] CLIENT = further("client");
    private static final byte[] TLS_NAME = further("tlsName");
    private static final byte[] UPSTREAM = further("upstream");
    private static final byte[] ENDPOINT = further("endpoint");
    private static final byte[] END = further("end");
    private static final byte[] DURATION = further("durationMicros");
    private static final byte[] UPSTREAM_TIME = further("upstreamMicros");
    private static final byte[] BYTES_IN = further("bytesIn");
    private static final byte[] BYTES_OUT = further("bytesOut");
    private static final byte[] RETRIES = further("retries");

    private final JsonLine line;
    private final TimeText time = new TimeText();
    private final Map<TcpEnd, String> words = new EnumMap<>(TcpEnd.class);

    TcpLine(JsonLine line) {
        this.line = line;
        for (TcpEnd end : TcpEnd.values()) {
            words.put(end, TcpTally.word(end));
        }
    }

    private static byte[] further(String name) {
        return (",\"" + name + "\":").getBytes(StandardCharsets.US_ASCII);
    }

    /** @param epochMillis when the connection ended */
    JsonLine of(TcpRecord record, long epochMillis) {
        line.begin();
        line.name(TIME);
        time.write(epochMillis, line);
        text(LISTENER, record.listener());
        line.name(CLIENT);
        AddressText.write(record.clientAddress(), line);
        if (!record.serverName().isEmpty()) {
            text(TLS_NAME, record.serverName());
        }
        UpstreamPlan upstream = record.upstream();
        if (upstream != null) {
            text(UPSTREAM, upstream.name());
        }
        EndpointPlan endpoint = record.endpoint();
        if (endpoint != null) {
            text(ENDPOINT, endpoint.id());
        }
        text(END, words.getOrDefault(record.end(), ""));
        number(DURATION, (record.endNanos() - record.startNanos()) / 1000);
        if (record.connectedNanos() != 0) {
            number(UPSTREAM_TIME, (record.connectedNanos() - record.startNanos()) / 1000);
        }
        number(BYTES_IN, record.bytesIn());
        number(BYTES_OUT, record.bytesOut());
        number(RETRIES, record.retries());
        line.end();
        return line;
    }

    private void text(byte[] name, String value) {
        line.name(name);
        line.text(value);
    }

    private void number(byte[] name, long value) {
        line.name(name);
        line.number(value);
    }
}
