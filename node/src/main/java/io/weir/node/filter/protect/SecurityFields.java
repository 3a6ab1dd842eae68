package io.weir.node.filter.protect;

import io.weir.config.model.BrowserPolicy.SecurityHeaders;
import io.weir.config.model.FieldEdits;
import io.weir.config.model.SecurityField;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code security-headers} say in answers: edits that are compiled once, so that no request has to be looked at. */
public final class SecurityFields {
    private static final String CSP = SecurityField.CONTENT_SECURITY_POLICY.header();
    private static final String FRAME_OPTIONS = "X-Frame-Options";

    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Map<String, String> beside = new LinkedHashMap<>();
    private final List<String> removed;
    private final boolean override;

    public SecurityFields(SecurityHeaders policy) {
        override = policy.override();
        removed = new ArrayList<>(policy.remove());
        policy.values().forEach((field, value) -> fields.put(field.header(), value));
        if (!policy.frames().equals(List.of("off"))) {
            frames(policy.frames());
        }
    }

    /** {@code X-Frame-Options} cannot name origins, and yields to {@code frame-ancestors} where browsers know that. */
    private void frames(List<String> frames) {
        if (frames.equals(List.of("deny"))) {
            fields.put(FRAME_OPTIONS, "DENY");
        } else if (frames.equals(List.of("same-origin"))) {
            fields.put(FRAME_OPTIONS, "SAMEORIGIN");
        } else if (override) {
            removed.add(FRAME_OPTIONS);
        }
        String ancestors = frames.stream()
                .map(frame -> frame.equals("deny") ? "'none'" : frame.equals("same-origin") ? "'self'" : frame)
                .collect(Collectors.joining(" ", "frame-ancestors ", ""));
        String own = fields.get(CSP);
        if (own != null) {
            fields.put(CSP, own + "; " + ancestors);
        } else {
            beside.put(CSP, ancestors);
        }
    }

    /** Edits of every answer. Browsers hold to each of several content security policies, so one is never lost. */
    public FieldEdits edits() {
        return override ? new FieldEdits(fields, beside, removed) : new FieldEdits(Map.of(), Map.of(), removed);
    }

    /** What answers get that have no such field. */
    public Map<String, String> missing() {
        if (override) {
            return Map.of();
        }
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.putAll(beside);
        return all;
    }
}
