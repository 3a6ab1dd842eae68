package io.weir.node.state;

import java.util.Locale;
import java.util.Optional;

/** What somebody may do over the admin API. Each role may do what those before it may. */
public enum AdminRole {
    /** Look. */
    VIEWER,
    /** Also act on what runs: drain, revoke. */
    OPERATOR,
    /** Also change the document, certificates and tokens. */
    ADMIN;

    /** Whether it may do what needs {@code needed}. */
    public boolean mayDo(AdminRole needed) {
        return compareTo(needed) >= 0;
    }

    /** As it is written: {@code viewer}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<AdminRole> of(String word) {
        for (AdminRole role : values()) {
            if (role.word().equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
