package io.weir.config.parse;

import io.weir.config.model.ListenerTls;
import io.weir.config.model.TlsProfile;
import java.util.List;

/** How a listener's {@code tls} is written. */
final class ListenerTlsShape {
    private ListenerTlsShape() {}

    static Object of(ListenerTls tls) {
        return new Shape()
                .putWords("certificates", tls.certificates())
                .putIfPresent("default", tls.standard(), name -> name)
                .putUnless("strict-sni", tls.strictSni(), false, truth -> truth)
                .putUnless("profile", tls.profile(), TlsProfile.INTERMEDIATE, UpstreamShape::word)
                .putWords("protocols", tls.protocols().equals(ListenerTls.PROTOCOLS) ? List.of() : tls.protocols())
                .putIfPresent("client", tls.client(), ListenerTlsShape::client)
                .fields();
    }

    private static Object client(ListenerTls.Client client) {
        return new Shape()
                .put("trust", client.trust().toString())
                .put("mode", UpstreamShape.word(client.mode()))
                .putIfPresent("crl", client.crl(), Object::toString)
                .putUnless("forward", client.forward(), false, truth -> truth)
                .fields();
    }
}
