package io.weir.node.filter.auth;

import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;

/**
 * Takes credentials out of what is forwarded, as the policy wants it. Authenticators use this instead of the exchange's own
 * methods.
 *
 * @param keeps the policy forwards credentials: nothing that is examined is taken out
 */
record Stripping(boolean keeps) {
    void field(FilterContext exchange, FieldName name) {
        if (!keeps) {
            exchange.dropRequestField(name);
        }
    }

    void parameter(FilterContext exchange, String name) {
        if (!keeps) {
            exchange.dropQueryParameter(name);
        }
    }

    void cookie(FilterContext exchange, String name) {
        if (!keeps) {
            exchange.dropRequestCookie(name);
        }
    }
}
