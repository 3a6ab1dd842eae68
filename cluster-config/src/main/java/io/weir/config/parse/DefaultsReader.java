package io.weir.config.parse;

import io.weir.config.model.Defaults;
import java.util.Optional;

/** Reads and writes {@code defaults}. */
final class DefaultsReader {
    private DefaultsReader() {}

    static Defaults read(Fields fields) {
        Defaults defaults = new Defaults(fields.value("authorize", DefaultsReader::denies, "allow or deny")
                .orElse(false));
        fields.later("timeouts", "limits", "policies", "retry").end();
        return defaults;
    }

    private static Optional<Boolean> denies(String text) {
        return switch (text) {
            case "deny" -> Optional.of(true);
            case "allow" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    static Shape shape(Defaults defaults) {
        Shape shape = new Shape();
        return defaults.deniesWithoutRule() ? shape.put("authorize", "deny") : shape;
    }
}
