package io.weir.node.state;

import io.weir.node.decide.tls.NameTable;
import org.jspecify.annotations.Nullable;

/**
 * Where a listener's connections go, compiled. Immutable.
 *
 * @param byName by the name that the client asks for in its TLS
 * @param otherwise all others; null: they are refused
 */
public record TcpPlan(NameTable<UpstreamPlan> byName, @Nullable UpstreamPlan otherwise) {
    /** Whether a client's hello is looked at, if it speaks TLS. */
    public boolean readsNames() {
        return !byName.isEmpty();
    }

    /** @param name in lower case; empty when the client asks for none. Null: it is refused */
    public @Nullable UpstreamPlan choose(String name) {
        UpstreamPlan named = name.isEmpty() ? null : byName.find(name);
        return named == null ? otherwise : named;
    }
}
