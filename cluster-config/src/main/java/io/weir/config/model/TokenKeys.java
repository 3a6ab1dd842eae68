package io.weir.config.model;

import java.net.URI;
import java.util.Optional;

/** Where the keys are that an issuer's tokens are verified with. */
public sealed interface TokenKeys {
    /**
     * What the issuer says about itself leads to them (OpenID Connect Discovery §4).
     *
     * @param document where that is; empty: at the usual place below the issuer
     * @param trust certificates that are believed there, as PEM; empty: those that the system believes
     */
    record Discovered(Optional<URI> document, Optional<SecretRef> trust) implements TokenKeys {}

    /** A JWK set (RFC 7517 §5) that the issuer publishes. */
    record Published(URI uri, Optional<SecretRef> trust) implements TokenKeys {}

    /** A JWK set, or PEM with public keys or certificates, that each node has. */
    record Kept(SecretRef text) implements TokenKeys {}

    /** A secret that is shared with the issuer, for HS256, HS384 and HS512: at least 32 bytes. */
    record Shared(SecretRef secret) implements TokenKeys {}
}
