package io.weir.node.state;

import org.jspecify.annotations.Nullable;

/** Signs and reads the cookie of a sticky session (design §3.2). Thread-safe. */
public interface CookieSigner {
    /** A cookie value (token characters only) that names the endpoint. */
    String sign(String upstream, String endpoint);

    /** The endpoint named by a value signed with a key that the cluster knows, or null. */
    @Nullable
    String verify(String upstream, String value);
}
