package io.weir.config.parse;

import io.weir.config.model.ListenerTcp;
import io.weir.config.model.ListenerTls;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a listener's {@code tcp}, and how it is written. */
final class ListenerTcpReader {
    private static final String TCP = "a mapping such as { to: database }";
    private static final String SNI = "a mapping such as { \"db.example.com\": database }";

    private ListenerTcpReader() {}

    static Optional<ListenerTcp> read(Fields listener) {
        return listener.child("tcp", TCP).map(ListenerTcpReader::tcp);
    }

    private static ListenerTcp tcp(Fields fields) {
        ListenerTcp tcp = new ListenerTcp(byName(fields), fields.value("to", Terms::name, "the name of an upstream"));
        tcp.to().ifPresent(name -> fields.reading().names().use(Names.Kind.UPSTREAM, name, fields.place("to")));
        if (!fields.has("to") && !fields.has("sni")) {
            fields.missing("to", "the name of an upstream, or sni");
        } else if (fields.has("sni")
                && fields.tree("sni") instanceof Tree.Mapping map
                && map.entries().isEmpty()) {
            fields.mistake("sni", "has no names", SNI);
        }
        fields.end();
        return tcp;
    }

    private static Map<String, String> byName(Fields fields) {
        Map<String, String> byName = new LinkedHashMap<>();
        fields.pairs("sni", SNI, (host, upstream, place) -> {
            Optional<String> name = Terms.hostPattern(host).filter(pattern -> !pattern.startsWith("["));
            Mistakes mistakes = fields.reading().mistakes();
            if (name.isEmpty()) {
                mistakes.add(place, "is no name that TLS asks for", Terms.HOST);
            } else if (Terms.name(upstream).isEmpty()) {
                mistakes.add(place, "is \"" + upstream + "\"", "the name of an upstream");
            } else if (byName.putIfAbsent(name.get(), upstream) != null) {
                mistakes.add(place, "is there twice", "each name once");
            } else {
                fields.reading().names().use(Names.Kind.UPSTREAM, upstream, place);
            }
        });
        return byName;
    }

    /** What only HTTP has. */
    static void refuseHttp(Fields listener, Optional<Fields> limits, Optional<Fields> timeouts) {
        limits.ifPresent(fields -> noMeaning(fields, "head", "fields", "body", "streams"));
        timeouts.ifPresent(fields -> noMeaning(fields, "idle", "body"));
        noMeaning(listener, "protocols");
        boolean perAddress = limits.filter(
                        fields -> fields.has("connections-per-address") || fields.has("new-connections-per-address"))
                .isPresent();
        if (!perAddress && !listener.has("proxy-protocol")) {
            noMeaning(listener, "trusted");
        }
    }

    private static void noMeaning(Fields fields, String... names) {
        for (String name : names) {
            if (fields.has(name)) {
                fields.mistake(name, "has no meaning on a listener with tcp", "");
            }
        }
    }

    /** TLS ends here, and what is in it is none of ours: no protocol is agreed on. */
    static ListenerTls tls(Fields fields) {
        ListenerTls tls = ListenerTlsReader.read(fields);
        noMeaning(fields, "protocols");
        if (tls.client().filter(ListenerTls.Client::forward).isPresent()) {
            fields.mistake("client", "has forward, which has no meaning on a listener with tcp", "no forward");
        }
        return new ListenerTls(
                tls.certificates(), tls.standard(), tls.strictSni(), tls.profile(), List.of(), tls.client());
    }

    static Object shape(ListenerTcp tcp) {
        Shape shape = new Shape();
        if (!tcp.byName().isEmpty()) {
            shape.put("sni", new TreeMap<>(tcp.byName()));
        }
        return shape.putIfPresent("to", tcp.to(), name -> name).fields();
    }
}
