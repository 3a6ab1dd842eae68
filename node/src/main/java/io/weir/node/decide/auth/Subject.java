package io.weir.node.decide.auth;

import io.weir.config.expression.Expression;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** What an access rule asks about a request and whom it is from; expressions ask for the rest by name. */
public interface Subject extends Expression.Values {
    /** Whether it is said who it is: by a credential, or by a policy for those who have none. */
    boolean isKnown();

    /** Whether a credential has shown who it is. */
    boolean isAuthenticated();

    boolean isInGroup(String group);

    boolean hasScope(String scope);

    /** The claim's JSON value, or null. */
    @Nullable
    Object claim(String name);

    /** Empty while nobody is known. */
    String consumer();

    /** Empty when there is none. */
    String plan();

    /** The method's token. */
    String method();

    /** The client's verified certificate, or null. */
    @Nullable
    X509Certificate certificate();
}
