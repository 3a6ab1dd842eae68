package io.weir.node.filter.auth.token;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an issuer says about itself (OpenID Connect Discovery §3), as far as it is of use.
 *
 * @param keys where its keys are
 */
record ProviderDocument(
        URI keys,
        Optional<URI> authorization,
        Optional<URI> token,
        Optional<URI> introspection,
        Optional<URI> endSession) {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    /** @throws IOException when it is none, or another issuer's (§4.3) */
    static ProviderDocument read(byte[] text, String issuer) throws IOException {
        Map<String, Object> document = StrictJson.object(text);
        if (document == null) {
            throw new IOException("it is no JSON object");
        }
        if (!issuer.equals(document.get("issuer"))) {
            throw new IOException("it is not of the issuer " + issuer);
        }
        return new ProviderDocument(
                uri(document, "jwks_uri").orElseThrow(() -> new IOException("it names no jwks_uri that can be used")),
                uri(document, "authorization_endpoint"),
                uri(document, "token_endpoint"),
                uri(document, "introspection_endpoint"),
                uri(document, "end_session_endpoint"));
    }

    /** Over TLS, or on this machine: whoever could change keys on their way could sign. */
    private static Optional<URI> uri(Map<String, Object> document, String name) {
        if (!(document.get(name) instanceof String text)) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
            boolean secure = scheme.equals("https")
                    || (scheme.equals("http") && LOOPBACK.matcher(host).matches());
            return secure && !host.isEmpty() && uri.getRawUserInfo() == null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
