package io.weir.config.model;

import java.util.Optional;

/**
 * TLS to the endpoints of an upstream.
 *
 * @param trust PEM certificates of whom to trust; empty: whom the platform trusts
 * @param serverName the name that is asked for (SNI) and has to be in the endpoint's certificate; empty: the endpoint's host
 * @param verify false: whoever answers is believed
 * @param certificate the name of the certificate that is shown to endpoints that ask for one
 */
public record UpstreamTls(
        Optional<SecretRef> trust,
        Optional<String> serverName,
        boolean verify,
        Optional<String> certificate,
        TlsProfile profile) {
    /** Verified against whom the platform trusts. */
    public static final UpstreamTls DEFAULT =
            new UpstreamTls(Optional.empty(), Optional.empty(), true, Optional.empty(), TlsProfile.INTERMEDIATE);
}
