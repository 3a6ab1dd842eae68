package io.weir.node.admin;

import io.weir.node.state.AdminRole;

/**
 * Who asks.
 *
 * @param name of the token, certificate or subject; goes into the history and the audit log
 * @param address where the request came from, without the port
 */
record Caller(String name, AdminRole role, String address) {
    /** Whoever asks for what everybody may see. */
    static final Caller ANYBODY = new Caller("", AdminRole.VIEWER, "");
}
