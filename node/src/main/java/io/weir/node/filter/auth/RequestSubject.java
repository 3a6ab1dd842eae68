package io.weir.node.filter.auth;

import io.weir.node.decide.auth.Subject;
import io.weir.node.state.ClientTls;
import io.weir.node.state.FilterContext;
import io.weir.node.state.Identity;
import io.weir.protocol.http.Method;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** A request, as access rules see it. Only on the exchange's loop, while a filter runs. */
final class RequestSubject implements Subject {
    private final FilterContext exchange;
    private final @Nullable Identity identity;

    private RequestSubject(FilterContext exchange, @Nullable Identity identity) {
        this.exchange = exchange;
        this.identity = identity;
    }

    static RequestSubject of(FilterContext exchange) {
        return new RequestSubject(exchange, exchange.identity());
    }

    /** The same request if nothing were known of who makes it. */
    RequestSubject withoutCaller() {
        return new RequestSubject(exchange, null);
    }

    @Override
    public boolean isKnown() {
        return identity != null;
    }

    @Override
    public boolean isAuthenticated() {
        return identity != null && !identity.method().equals(AnonymousAuthenticator.METHOD);
    }

    @Override
    public boolean isInGroup(String group) {
        return identity != null && identity.consumer().groups().contains(group);
    }

    @Override
    public boolean hasScope(String scope) {
        return identity != null && identity.scopes().contains(scope);
    }

    @Override
    public @Nullable Object claim(String name) {
        return identity == null ? null : identity.claims().get(name);
    }

    @Override
    public String consumer() {
        return identity == null ? "" : identity.consumer().name();
    }

    @Override
    public String plan() {
        return identity == null ? "" : identity.consumer().plan();
    }

    @Override
    public String method() {
        Method method = exchange.head().method();
        return method == Method.OTHER ? exchange.head().methodText() : method.name();
    }

    @Override
    public @Nullable X509Certificate certificate() {
        ClientTls tls = exchange.tls();
        return tls == null || tls.clientChain().isEmpty()
                ? null
                : tls.clientChain().get(0);
    }
}
