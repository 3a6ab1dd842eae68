package io.weir.node.filter;

import io.weir.node.state.CookieSigner;

/** Makes the pickers: one for each event loop, so that turns are kept without sharing. Thread-safe. */
public final class EndpointPickers {
    private final CookieSigner signer;

    public EndpointPickers(CookieSigner signer) {
        this.signer = signer;
    }

    /** @param seed differs from loop to loop, so that they do not all begin with the first endpoint */
    public EndpointPicker forLoop(long seed) {
        return new BalancingPicker(signer, seed);
    }
}
