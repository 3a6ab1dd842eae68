package io.weir.config.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A field's value made of text and of what is known about who the request is from: {@code "user {claim.email}"}. */
public record IdentityTemplate(List<Part> parts) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern CLAIM = Pattern.compile("claim\\.([\\x21-\\x7e&&[^{}\"]]{1,200})");

    /** One stretch of a template. */
    public sealed interface Part {
        record Text(String text) implements Part {}

        record Known(Source source) implements Part {}

        /** What a token says under {@code name}. */
        record Claim(String name) implements Part {}
    }

    /** What is known of everybody who is identified. */
    public enum Source {
        NAME("consumer.name"),
        GROUPS("consumer.groups"),
        PLAN("consumer.plan"),
        SCOPE("scope");

        private final String word;

        Source(String word) {
            this.word = word;
        }
    }

    public IdentityTemplate {
        parts = List.copyOf(parts);
    }

    /** Empty when a placeholder is not known, or a brace is left over. */
    public static Optional<IdentityTemplate> parse(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher found = PLACEHOLDER.matcher(text);
        int from = 0;
        while (found.find()) {
            Optional<Part> part = part(found.group(1));
            if (part.isEmpty()) {
                return Optional.empty();
            }
            text(text.substring(from, found.start()), parts);
            parts.add(part.get());
            from = found.end();
        }
        text(text.substring(from), parts);
        boolean braces = parts.stream()
                .anyMatch(part -> part instanceof Part.Text plain
                        && (plain.text.indexOf('{') >= 0 || plain.text.indexOf('}') >= 0));
        return braces || parts.isEmpty() ? Optional.empty() : Optional.of(new IdentityTemplate(parts));
    }

    private static void text(String text, List<Part> parts) {
        if (!text.isEmpty()) {
            parts.add(new Part.Text(text));
        }
    }

    private static Optional<Part> part(String placeholder) {
        for (Source source : Source.values()) {
            if (source.word.equals(placeholder)) {
                return Optional.of(new Part.Known(source));
            }
        }
        Matcher claim = CLAIM.matcher(placeholder);
        return claim.matches() ? Optional.of(new Part.Claim(claim.group(1))) : Optional.empty();
    }

    /** As the document spells it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Part.Text plain) {
                text.append(plain.text);
            } else if (part instanceof Part.Known known) {
                text.append('{').append(known.source.word).append('}');
            } else if (part instanceof Part.Claim claim) {
                text.append("{claim.").append(claim.name).append('}');
            }
        }
        return text.toString();
    }
}
