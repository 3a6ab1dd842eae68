package io.weir.node.admin;

import io.weir.node.state.AuditLog;
import java.util.List;
import java.util.Optional;

/** What becomes known of a request for the audit log while it is answered. Used by one thread at a time. */
final class Attempt {
    private static final int LONGEST_RESOURCE = 300;

    private final String method;
    private final String resource;
    private final String address;
    private final long before;
    private Optional<Caller> caller = Optional.empty();
    private boolean noted;
    private String problem = "";
    private List<String> changes = List.of();

    /** @param before the live revision */
    Attempt(String method, String resource, String address, long before) {
        this.method = method;
        this.resource = resource.length() > LONGEST_RESOURCE ? resource.substring(0, LONGEST_RESOURCE) + "…" : resource;
        this.address = address;
        this.before = before;
    }

    void by(Caller known) {
        caller = Optional.of(known);
    }

    /** It is to be found in the audit log, however it ends. */
    void note() {
        noted = true;
    }

    boolean isNoted() {
        return noted;
    }

    /** @param lines what changed */
    void changed(List<String> lines) {
        changes = lines;
    }

    /** @param type {@code urn:weir:problem:NAME} */
    void refused(String type) {
        problem = type.substring(type.lastIndexOf(':') + 1);
    }

    /** @param after the live revision */
    AuditLog.Event event(int outcome, long after) {
        return new AuditLog.Event(
                caller.map(Caller::name).orElse(""),
                caller.map(known -> known.role().word()).orElse(""),
                address,
                method,
                resource,
                outcome,
                problem,
                before,
                after,
                changes);
    }
}
