package io.weir.node.filter.auth;

import io.weir.node.filter.CompilerPorts;

/** What authentication keeps from one revision to the next: passwords that were checked lately. Thread-safe. */
public final class AuthenticationState {
    private final PasswordChecks passwords;

    public AuthenticationState(CompilerPorts ports) {
        passwords = new PasswordChecks(ports.workers());
    }

    PasswordChecks passwords() {
        return passwords;
    }
}
