package io.weir.config.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A listener that passes bytes on as they are, whatever they mean.
 *
 * @param byName upstreams by the name that a client asks for in its TLS (SNI): exact, or {@code *.example.com}; in lower
 *     case. Empty: names are not looked at
 * @param to the upstream of all others; empty: they are refused
 */
public record ListenerTcp(Map<String, String> byName, Optional<String> to) {
    public ListenerTcp {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }
}
