package io.weir.node.admin;

import io.weir.config.model.HostPort;

/** Where the admin API is served; known once it is bound. Thread-safe. */
final class AdminAddress {
    private volatile HostPort address;

    AdminAddress(HostPort wanted) {
        this.address = wanted;
    }

    HostPort get() {
        return address;
    }

    void bound(HostPort real) {
        address = real;
    }
}
