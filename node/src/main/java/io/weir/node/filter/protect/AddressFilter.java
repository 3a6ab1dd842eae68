package io.weir.node.filter.protect;

import io.weir.config.model.Protection;
import io.weir.node.decide.protect.AddressSet;
import io.weir.node.state.DocumentFiles;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.Problem;

/** Lets pass by the client's address: none that is denied, and where some are allowed no others. */
final class AddressFilter implements Filter {
    private static final Problem DENIED =
            Problem.of(403, "address-denied", "The client's address may not use this route");

    private final AddressSet deny;
    private final AddressSet allow;
    private final boolean everybody;

    AddressFilter(Protection.Address policy, DocumentFiles files) {
        deny = NetworkList.read(policy.deny(), files);
        allow = NetworkList.read(policy.allow(), files);
        everybody = policy.allow().isEmpty();
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        byte[] address = exchange.head().clientAddress();
        if (!deny.contains(address) && (everybody || allow.contains(address))) {
            return Outcome.CONTINUE;
        }
        exchange.deny(DENIED);
        return Outcome.ANSWERED;
    }
}
