package io.weir.node.decide.certificate;

import io.weir.config.model.Certificate;
import io.weir.config.model.Certificate.Challenge;
import io.weir.config.model.GatewayDocument;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a document has the listeners that the challenges of its ordered certificates need. One that has not is no mistake
 * (a server in front of the gateway may pass challenges on to any of them), but most likely it will not be issued.
 */
public final class Provability {
    private Provability() {}

    /** One line for each certificate that cannot be proved by the listeners themselves. */
    public static List<String> doubts(GatewayDocument document) {
        boolean plain = document.listeners().stream()
                .anyMatch(one -> one.tls().isEmpty() && one.tcp().isEmpty());
        boolean secure = document.listeners().stream().anyMatch(one -> one.tls().isPresent());
        List<String> lines = new ArrayList<>();
        for (Certificate certificate : document.certificates()) {
            if (certificate.source() instanceof Certificate.Source.Acme acme) {
                boolean http = acme.challenge() == Challenge.HTTP_01;
                if (http ? !plain : !secure) {
                    lines.add("certificate " + certificate.name() + ": no listener " + (http ? "without" : "with")
                            + " TLS answers " + acme.challenge().word() + "; it will hardly be issued");
                }
            }
        }
        return lines;
    }
}
