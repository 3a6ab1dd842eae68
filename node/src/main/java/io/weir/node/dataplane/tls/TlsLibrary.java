package io.weir.node.dataplane.tls;

import io.weir.config.model.TlsProfile;
import java.util.List;

/** What profiles mean to the library that speaks TLS. */
final class TlsLibrary {
    private static final List<String> SUITES_13 =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    /** Forward secrecy and authenticated encryption alone, those that hardware does best first. */
    private static final List<String> SUITES_12 = List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private TlsLibrary() {}

    static List<String> protocols(TlsProfile profile) {
        return profile == TlsProfile.MODERN ? List.of("TLSv1.3") : List.of("TLSv1.3", "TLSv1.2");
    }

    static List<String> suites(TlsProfile profile) {
        return profile == TlsProfile.MODERN
                ? SUITES_13
                : java.util.stream.Stream.concat(SUITES_13.stream(), SUITES_12.stream())
                        .toList();
    }
}
