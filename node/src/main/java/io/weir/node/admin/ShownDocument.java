package io.weir.node.admin;

import io.weir.config.model.Consumer;
import io.weir.config.model.GatewayDocument;
import io.weir.node.state.AdminRole;

/**
 * The document as somebody may see it. A password can be guessed from its hash, by whoever has that and as fast as he can:
 * only who may change it sees it.
 */
final class ShownDocument {
    /** In place of a hash; no password has it. */
    static final String HIDDEN = "hidden";

    private ShownDocument() {}

    static GatewayDocument to(AdminRole role, GatewayDocument whole) {
        return role.mayDo(AdminRole.ADMIN)
                ? whole
                : new GatewayDocument(
                        whole.listeners(),
                        whole.upstreams(),
                        whole.policies(),
                        whole.apis(),
                        whole.routes(),
                        whole.consumers().stream()
                                .map(ShownDocument::withoutHash)
                                .toList(),
                        whole.certificates(),
                        whole.defaults());
    }

    private static Consumer withoutHash(Consumer whole) {
        return new Consumer(
                whole.name(),
                whole.groups(),
                whole.plan(),
                whole.apiKeys(),
                whole.basic().map(basic -> new Consumer.Basic(basic.username(), HIDDEN)),
                whole.tokens(),
                whole.certificates(),
                whole.signatureKeys());
    }
}
