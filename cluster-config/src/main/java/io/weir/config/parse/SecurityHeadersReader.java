package io.weir.config.parse;

import io.weir.config.model.BrowserPolicy.SecurityHeaders;
import io.weir.config.model.SecurityField;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code security-headers}, and how they are written. */
final class SecurityHeadersReader {
    private static final String OFF = "off";
    private static final String FRAMES =
            "off, deny, same-origin, or a list of same-origin and origins: " + Origins.ORIGIN;
    private static final int LONGEST = 8000;
    private static final Map<SecurityField, Set<String>> WORDS = Map.of(
            SecurityField.X_CONTENT_TYPE_OPTIONS,
            Set.of("nosniff"),
            SecurityField.REFERRER_POLICY,
            Set.of(
                    "no-referrer",
                    "no-referrer-when-downgrade",
                    "origin",
                    "origin-when-cross-origin",
                    "same-origin",
                    "strict-origin",
                    "strict-origin-when-cross-origin",
                    "unsafe-url"),
            SecurityField.CROSS_ORIGIN_OPENER_POLICY,
            Set.of("same-origin", "same-origin-allow-popups", "noopener-allow-popups", "unsafe-none"),
            SecurityField.CROSS_ORIGIN_RESOURCE_POLICY,
            Set.of("same-origin", "same-site", "cross-origin"),
            SecurityField.CROSS_ORIGIN_EMBEDDER_POLICY,
            Set.of("require-corp", "credentialless", "unsafe-none"));

    private SecurityHeadersReader() {}

    static SecurityHeaders read(String name, Fields fields) {
        Map<SecurityField, String> values = new EnumMap<>(SecurityField.class);
        for (SecurityField field : SecurityField.values()) {
            String value = fields.value(field.word(), text -> value(field, text), expected(field))
                    .orElse(field.normal());
            if (!value.isEmpty() && !value.equals(OFF)) {
                values.put(field, value);
            }
        }
        SecurityHeaders headers = new SecurityHeaders(
                name,
                values,
                frames(fields, values),
                fields.value("override", Terms::truth, Terms.TRUTH).orElse(true),
                fields.tree("remove") != null
                        ? fields.words("remove", Terms.FIELD + " that may be edited", SecurityHeadersReader::editable)
                        : SecurityHeaders.REMOVED);
        fields.end();
        return headers;
    }

    private static String expected(SecurityField field) {
        Set<String> words = WORDS.get(field);
        return words == null
                ? Terms.VALUE + ", at most " + LONGEST + " characters, or off"
                : String.join(", ", words.stream().sorted().toList()) + " or off";
    }

    private static Optional<String> value(SecurityField field, String text) {
        Set<String> words = WORDS.get(field);
        boolean known = words == null
                ? !text.isEmpty()
                        && text.length() <= LONGEST
                        && Terms.fieldValue(text).isPresent()
                : words.contains(text);
        return known || text.equals(OFF) ? Optional.of(text) : Optional.empty();
    }

    private static Optional<String> editable(String text) {
        return Terms.field(text).filter(Terms::mayEdit);
    }

    /** A content security policy that says it itself has the say. */
    private static List<String> frames(Fields fields, Map<SecurityField, String> values) {
        boolean said = saysFrames(values.getOrDefault(SecurityField.CONTENT_SECURITY_POLICY, ""));
        if (fields.tree("frames") == null) {
            return said ? List.of(OFF) : List.of("deny");
        }
        List<String> frames = fields.oneOrMore("frames", FRAMES, SecurityHeadersReader::frame);
        if (frames.size() > 1 && (frames.contains(OFF) || frames.contains("deny"))) {
            fields.mistake("frames", "has others beside off or deny", FRAMES);
        }
        if (said && !frames.equals(List.of(OFF))) {
            String message = "is said in content-security-policy (frame-ancestors) as well";
            fields.mistake("frames", message, "one of the two");
        }
        if (frames.isEmpty() && fields.tree("frames") instanceof Tree.Sequence) {
            fields.mistake("frames", "is empty", FRAMES);
        }
        return frames;
    }

    private static boolean saysFrames(String policy) {
        return Stream.of(policy.split(";", -1))
                .anyMatch(part -> (part.strip() + " ").toLowerCase(Locale.ROOT).startsWith("frame-ancestors "));
    }

    private static Optional<String> frame(String text) {
        return Set.of(OFF, "deny", "same-origin").contains(text) ? Optional.of(text) : Origins.pattern(text);
    }

    static Object shape(SecurityHeaders headers) {
        Shape shape = new Shape();
        for (SecurityField field : SecurityField.values()) {
            String value = headers.values().getOrDefault(field, "");
            shape.putUnless(field.word(), value, field.normal(), text -> text.isEmpty() ? OFF : text);
        }
        boolean said = saysFrames(headers.values().getOrDefault(SecurityField.CONTENT_SECURITY_POLICY, ""));
        return shape.putUnless("frames", headers.frames(), List.of(said ? OFF : "deny"), words -> words)
                .putUnless("override", headers.override(), true, yes -> yes)
                .putUnless("remove", headers.remove(), SecurityHeaders.REMOVED, words -> words)
                .fields();
    }
}
