package io.weir.config.parse;

import io.weir.config.model.HostPort;
import io.weir.config.model.Listener;
import io.weir.config.model.ListenerLimits;
import io.weir.config.model.ListenerTcp;
import io.weir.config.model.ListenerTimeouts;
import java.time.Duration;
import java.util.Optional;

/** Reads one of {@code listeners}. */
final class ListenerReader {
    private ListenerReader() {}

    static Listener read(Fields fields) {
        Reading reading = fields.reading();
        String name = reading.names().declare(Names.Kind.LISTENER, fields);
        HostPort address = fields.required(
                "address", text -> Terms.hostPort(text, 0), "host:port, e.g. 0.0.0.0:8080", new HostPort("", 0));
        Optional<Fields> limits = fields.child("limits", "a mapping such as { head: 32KiB }");
        Optional<Fields> timeouts = fields.child("timeouts", "a mapping such as { idle: 75s }");
        Optional<ListenerTcp> tcp = ListenerTcpReader.read(fields);
        if (tcp.isPresent()) {
            ListenerTcpReader.refuseHttp(fields, limits, timeouts);
        }
        Listener listener = new Listener(
                name,
                address,
                limits.map(ListenerReader::limits).orElse(ListenerLimits.DEFAULT),
                timeouts.map(ListenerReader::timeouts).orElse(ListenerTimeouts.DEFAULT),
                fields.words("trusted", Terms.NETWORK, Terms::network),
                fields.child("tls", "a mapping such as { certificates: [example-com] }")
                        .map(tcp.isPresent() ? ListenerTcpReader::tls : ListenerTlsReader::read),
                tcp,
                ProxyProtocolReader.accepts(fields),
                ProtocolsReader.plain(fields));
        fields.later("http2", "roles").end();
        reading.checks().listener(listener, fields.place("address"));
        reading.checks().tcp().listener(listener, fields.place("tcp"));
        return listener;
    }

    private static ListenerLimits limits(Fields fields) {
        ListenerLimits normal = ListenerLimits.DEFAULT;
        ListenerLimits limits = new ListenerLimits(
                Math.toIntExact(Numbers.size(fields, "head", normal.headBytes(), 1024, 1024 * 1024)),
                Numbers.integer(fields, "fields", normal.fields(), 1, 10_000),
                Numbers.size(fields, "body", normal.bodyBytes(), 0, 1L << 50),
                Numbers.integer(fields, "connections", normal.connections(), 0, 10_000_000),
                Numbers.integer(fields, "streams", normal.streams(), 1, 100_000),
                AddressLimitsReader.read(fields));
        fields.end();
        return limits;
    }

    private static ListenerTimeouts timeouts(Fields fields) {
        ListenerTimeouts normal = ListenerTimeouts.DEFAULT;
        Duration least = Duration.ofMillis(1);
        ListenerTimeouts timeouts = new ListenerTimeouts(
                Numbers.duration(fields, "head", normal.head(), least),
                Numbers.duration(fields, "idle", normal.idle(), least),
                Numbers.duration(fields, "body", normal.body(), least));
        fields.end();
        return timeouts;
    }
}
