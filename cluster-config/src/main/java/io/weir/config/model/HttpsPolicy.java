package io.weir.config.model;

import java.time.Duration;

/** A policy that keeps clients on HTTPS. */
public sealed interface HttpsPolicy extends Policy {
    /**
     * Tells browsers to come over HTTPS alone (RFC 6797).
     *
     * @param maxAge for how long; zero: no longer
     */
    record Hsts(String name, Duration maxAge, boolean includeSubdomains, boolean preload) implements HttpsPolicy {}

    /**
     * Sends clients that came without TLS to the same place over HTTPS.
     *
     * @param status 301, 302, 307 or 308
     * @param port where HTTPS is, as clients see it
     */
    record Redirect(String name, int status, int port) implements HttpsPolicy {}
}
