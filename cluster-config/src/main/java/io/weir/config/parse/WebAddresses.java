package io.weir.config.parse;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Reads addresses of other servers. */
public final class WebAddresses {
    public static final String SECURE = "an https URL (http on loopback), without user, fragment or query";
    static final String ANY = "an http or https URL, without user or fragment";

    private WebAddresses() {}

    /** For what must not be tampered with on its way: keys, logins. */
    public static Optional<URI> secure(String text) {
        return any(text)
                .filter(uri -> uri.getRawQuery() == null)
                .filter(uri -> uri.getScheme().equalsIgnoreCase("https") || isLoopback(uri.getHost()));
    }

    static Optional<URI> any(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            boolean plain = uri.getRawUserInfo() == null && uri.getRawFragment() == null;
            return web && plain && uri.getHost() != null && uri.getPort() <= 65_535
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isLoopback(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("localhost")
                || lower.equals("[::1]")
                || (Addresses.isV4(lower) && lower.startsWith("127."));
    }
}
