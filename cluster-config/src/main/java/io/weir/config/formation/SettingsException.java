package io.weir.config.formation;

import java.util.List;

/** The settings are wrong: the node must not start. Carries every problem, each with where it comes from. */
public final class SettingsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    SettingsException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each, e.g. {@code node.conf: 3: weir.admin.port: is "x" (expected a port from 0 to 65535)}. */
    public List<String> problems() {
        return problems;
    }
}
