package io.weir.config.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Text with variables in it, filled for each exchange: {@code "/users/{path.id}"}, {@code "{query.page|1}"}. Braces that are
 * meant are doubled.
 */
public record Template(List<Part> parts) {
    /** One stretch of a template. */
    public sealed interface Part {}

    /** @param text as it lands, braces not doubled */
    public record Text(String text) implements Part {}

    /** @param otherwise what is taken when the exchange has no such thing */
    public record Filled(Variable variable, Optional<String> otherwise) implements Part {}

    public Template {
        parts = List.copyOf(parts);
    }

    /** Text without variables. */
    public static Template of(String text) {
        return new Template(text.isEmpty() ? List.of() : List.of(new Text(text)));
    }

    /** All that it needs to know. */
    public Stream<Variable> variables() {
        return parts.stream().filter(Filled.class::isInstance).map(part -> ((Filled) part).variable);
    }

    /** As the document spells it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Text plain) {
                text.append(plain.text.replace("{", "{{").replace("}", "}}"));
            } else if (part instanceof Filled filled) {
                text.append('{').append(filled.variable);
                filled.otherwise.ifPresent(value -> text.append('|').append(value));
                text.append('}');
            }
        }
        return text.toString();
    }
}
