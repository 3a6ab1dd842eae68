package io.weir.node.filter.auth;

import io.weir.config.model.IdentityTemplate;
import io.weir.config.model.IdentityTemplate.Part;
import io.weir.node.decide.auth.FieldTexts;
import io.weir.node.state.Identity;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the fields of a policy's {@code forward} for an identity. Immutable. */
final class ForwardedFields {
    private static final byte[] NONE = new byte[0];

    private final Map<String, IdentityTemplate> templates;

    ForwardedFields(Map<String, IdentityTemplate> templates) {
        this.templates = templates;
    }

    /** Ready lines; a field of which a part is not known is left out. */
    byte[] lines(Identity identity) {
        if (templates.isEmpty()) {
            return NONE;
        }
        StringBuilder lines = new StringBuilder();
        templates.forEach((name, template) -> {
            String value = value(template, identity);
            if (value != null) {
                lines.append(name).append(": ").append(value).append("\r\n");
            }
        });
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static @Nullable String value(IdentityTemplate template, Identity identity) {
        StringBuilder value = new StringBuilder();
        for (Part part : template.parts()) {
            String text = text(part, identity);
            if (text.isEmpty()) {
                return null;
            }
            value.append(text);
        }
        return value.toString();
    }

    private static String text(Part part, Identity identity) {
        if (part instanceof Part.Text plain) {
            return plain.text();
        }
        if (part instanceof Part.Claim claim) {
            return claim(identity.claims().get(claim.name()));
        }
        return switch (((Part.Known) part).source()) {
            case NAME -> FieldTexts.value(identity.consumer().name());
            case GROUPS -> FieldTexts.list(identity.consumer().groups());
            case PLAN -> FieldTexts.value(identity.consumer().plan());
            case SCOPE -> FieldTexts.value(String.join(" ", identity.scopes()));
        };
    }

    /** Objects within objects are not spelled. */
    private static String claim(@Nullable Object value) {
        if (value instanceof Collection<?> values) {
            boolean plain = values.stream().allMatch(ForwardedFields::isPlain);
            return plain ? FieldTexts.list(values.stream().map(String::valueOf).toList()) : "";
        }
        return isPlain(value) ? FieldTexts.value(String.valueOf(value)) : "";
    }

    private static boolean isPlain(@Nullable Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }
}
