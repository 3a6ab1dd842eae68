package io.weir.node.filter.auth;

import io.weir.config.expression.Variables;
import io.weir.node.decide.auth.CertificateNames;
import io.weir.node.decide.auth.Subject;
import io.weir.node.state.ClientTls;
import io.weir.node.state.FilterContext;
import io.weir.node.state.Identity;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.RequestHead;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request, as access rules see it. Only on the exchange's loop, while a filter runs. */
final class RequestSubject implements Subject {
    private final FilterContext exchange;
    private final @Nullable Identity identity;
    private final FieldName[] hidden;

    /** @param hidden fields that no rule sees, because they tell backends who calls */
    RequestSubject(FilterContext exchange, @Nullable Identity identity, FieldName[] hidden) {
        this.exchange = exchange;
        this.identity = identity;
        this.hidden = hidden;
    }

    /** The same request if nothing were known of who makes it. */
    RequestSubject withoutCaller() {
        return new RequestSubject(exchange, null, hidden);
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

    @Override
    public @Nullable Object value(String variable) {
        if (Variables.isOfConsumer(variable)) {
            return identity == null ? null : ofConsumer(variable, identity);
        }
        if (Variables.isOfCertificate(variable)) {
            X509Certificate certificate = certificate();
            return certificate == null ? null : ofCertificate(variable, certificate);
        }
        RequestHead head = exchange.head();
        return switch (variable) {
            case Variables.METHOD -> method();
            case Variables.HOST -> head.text(head.hostStart(), head.hostEnd());
            case Variables.PATH -> head.text(head.pathStart(), head.pathEnd());
            case Variables.HEADERS -> new RequestFields(head, hidden);
            case Variables.SECURE -> exchange.isSecure();
            case Variables.ROUTE -> exchange.route().name();
            case Variables.ADDRESS -> ForwardedQuestion.address(head.clientAddress());
            default -> null;
        };
    }

    private static @Nullable Object ofConsumer(String variable, Identity identity) {
        return switch (variable) {
            case Variables.CONSUMER -> identity.consumer().name();
            case Variables.GROUPS -> List.copyOf(identity.consumer().groups());
            case Variables.PLAN -> identity.consumer().plan();
            case Variables.SCOPES -> List.copyOf(identity.scopes());
            case Variables.CLAIMS -> identity.claims();
            case Variables.CREDENTIAL -> identity.method();
            default -> null;
        };
    }

    private static @Nullable Object ofCertificate(String variable, X509Certificate certificate) {
        return switch (variable) {
            case Variables.CERTIFICATE_NAMES ->
                CertificateNames.alternatives(certificate).orElse(null);
            case Variables.CERTIFICATE_SUBJECT ->
                certificate.getSubjectX500Principal().getName();
            case Variables.CERTIFICATE_ISSUER ->
                certificate.getIssuerX500Principal().getName();
            default -> null;
        };
    }
}
