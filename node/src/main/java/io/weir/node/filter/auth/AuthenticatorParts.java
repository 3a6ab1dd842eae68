package io.weir.node.filter.auth;

import io.weir.node.filter.CompilerPorts;

/** What the authenticators of one policy work with. */
record AuthenticatorParts(
        Consumers consumers, CompilerPorts ports, AuthenticationState state, Stripping stripping, Guesses guesses) {}
