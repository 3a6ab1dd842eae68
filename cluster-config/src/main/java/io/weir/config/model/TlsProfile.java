package io.weir.config.model;

/** Which protocol versions and suites are offered and accepted. */
public enum TlsProfile {
    /** TLS 1.3 alone. */
    MODERN,
    /** TLS 1.3, and 1.2 with forward secrecy and authenticated encryption alone. */
    INTERMEDIATE
}
