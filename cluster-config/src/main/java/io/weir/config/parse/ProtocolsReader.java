package io.weir.config.parse;

import io.weir.config.model.Listener;
import io.weir.config.model.ListenerTls;
import java.util.List;
import java.util.Optional;

/** Reads the protocols that a listener speaks. */
final class ProtocolsReader {
    private ProtocolsReader() {}

    /** Those of a listener without TLS. */
    static List<String> plain(Fields listener) {
        if (listener.has("tls") && listener.has("protocols")) {
            listener.mistake("protocols", "is for listeners in plain text", "the protocols within tls");
        }
        return read(listener, Listener.PROTOCOLS, Listener.USUAL_PROTOCOLS);
    }

    /** Those that are offered by ALPN. */
    static List<String> tls(Fields tls) {
        return read(tls, ListenerTls.PROTOCOLS, ListenerTls.PROTOCOLS);
    }

    private static List<String> read(Fields fields, List<String> known, List<String> usual) {
        List<String> protocols =
                RouteReader.distinct(fields, "protocols", String.join(" or ", known), text -> Optional.of(text)
                        .filter(known::contains));
        return protocols.isEmpty() ? usual : protocols;
    }
}
