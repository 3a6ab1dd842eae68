package io.weir.config.adapt;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A path under a version, and what a rule says of it while one works on it. Mutable. */
final class PathText {
    private String text;
    private final Map<String, String> parameters = new HashMap<>();
    private @Nullable PathRule rule;

    PathText(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Takes the first rule that is for this path, if any is; its parameters have values from now on. */
    void begin(List<PathRule> rules) {
        parameters.clear();
        rule = null;
        for (PathRule one : rules) {
            if (one.matches(text, parameters)) {
                rule = one;
                return;
            }
            parameters.clear();
        }
    }

    /** The path is what the rule makes of it. */
    void end() throws NotAdaptable {
        PathRule taken = rule;
        if (taken != null) {
            text = taken.build(parameters);
            rule = null;
        }
        parameters.clear();
    }

    /** Decoded; empty: no such parameter has a value. */
    Optional<String> value(String name) throws NotAdaptable {
        String raw = parameters.get(name);
        if (raw == null) {
            return Optional.empty();
        }
        Optional<String> decoded = Encoding.decoded(raw, false);
        if (decoded.isEmpty()) {
            throw new NotAdaptable("path:" + name + " is no text");
        }
        return decoded;
    }

    /** Whether a value has a place in what the path becomes. */
    boolean takes(String name) {
        PathRule taken = rule;
        return taken != null && taken.takes(name);
    }

    void remove(String name) {
        parameters.remove(name);
    }

    /** Only what is a segment, the same for everybody, may become one. */
    void set(String name, String value) throws NotAdaptable {
        boolean segment = !value.isEmpty()
                && !value.equals(".")
                && !value.equals("..")
                && value.length() <= 1_000
                && value.chars().allMatch(c -> c > ' ' && c != 0x7f && "/\\%".indexOf(c) < 0);
        if (!segment) {
            throw new NotAdaptable("what is to be path:" + name + " is no segment of a path");
        }
        parameters.put(name, Encoding.segment(value));
    }
}
