package io.weir.node.filter.auth;

import io.weir.config.model.Credential;

/** Makes the authenticator of each kind of credential. */
final class Authenticators {
    private Authenticators() {}

    static Authenticator of(Credential credential, AuthenticatorParts parts) {
        if (credential instanceof Credential.ApiKey key) {
            return new ApiKeyAuthenticator(key, parts);
        }
        if (credential instanceof Credential.Basic basic) {
            return new BasicAuthenticator(basic, parts);
        }
        if (credential instanceof Credential.Jwt jwt) {
            return TokenAuthenticator.of(jwt, parts);
        }
        if (credential instanceof Credential.Introspection introspection) {
            return TokenAuthenticator.of(introspection, parts);
        }
        if (credential instanceof Credential.Oidc oidc) {
            return new OidcAuthenticator(oidc, parts);
        }
        if (credential instanceof Credential.ForwardAuth forward) {
            return new ForwardAuthenticator(forward, parts);
        }
        if (credential instanceof Credential.Signature signature) {
            return new SignatureAuthenticator(signature, parts);
        }
        if (credential instanceof Credential.Hmac hmac) {
            return new HmacAuthenticator(hmac, parts);
        }
        if (credential instanceof Credential.Mtls mtls) {
            return new MtlsAuthenticator(mtls, parts.consumers());
        }
        if (credential instanceof Credential.Anonymous anonymous) {
            return new AnonymousAuthenticator(anonymous, parts.consumers());
        }
        throw new IllegalStateException("no authenticator for " + credential);
    }
}
