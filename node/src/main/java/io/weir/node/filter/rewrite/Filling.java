package io.weir.node.filter.rewrite;

import io.weir.config.model.Template;
import io.weir.config.model.Variable;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.ParsedResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A template that is ready to be filled. Immutable. */
public final class Filling {
    private static final Source OF_ANSWER = exchange -> null;

    private final Landing landing;
    private final Template.Part[] parts;
    /** Texts as they land; empty where something is filled in. */
    private final String[] literals;

    private final Source[] sources;
    private final FieldName[] fields;
    private final boolean ofAnswer;

    private Filling(List<Template.Part> list, Landing landing) {
        this.landing = landing;
        parts = list.toArray(Template.Part[]::new);
        literals = new String[parts.length];
        sources = new Source[parts.length];
        fields = new FieldName[parts.length];
        boolean answers = false;
        for (int i = 0; i < parts.length; i++) {
            literals[i] = parts[i] instanceof Template.Text text ? landing.literal(text.text()) : "";
            Variable variable = parts[i] instanceof Template.Filled filled ? filled.variable() : null;
            boolean later = variable != null && variable.kind().isOfAnswer();
            answers |= later;
            sources[i] = variable == null || later ? OF_ANSWER : Source.of(variable);
            fields[i] = FieldName.of(variable == null ? "" : variable.name());
        }
        ofAnswer = answers;
    }

    public static Filling of(Template template, Landing landing) {
        return new Filling(template.parts(), landing);
    }

    /**
     * The text as it lands; null when something is missing that has no default.
     *
     * @throws UnfitValue when a value cannot stand there
     */
    public @Nullable String fill(FilterContext exchange) throws UnfitValue {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] instanceof Template.Filled filled) {
                String value = spelled(filled, sources[i].of(exchange));
                if (value == null) {
                    return null;
                }
                text.append(value);
            } else {
                text.append(literals[i]);
            }
        }
        return text.toString();
    }

    /**
     * A path: nothing may be missing, or empty.
     *
     * @throws UnfitValue also then
     */
    String path(FilterContext exchange) throws UnfitValue {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] instanceof Template.Filled filled) {
                String value = spelled(filled, sources[i].of(exchange));
                if (value == null || value.isEmpty()) {
                    throw UnfitValue.missing(filled);
                }
                text.append(value);
            } else {
                text.append(literals[i]);
            }
        }
        return text.toString();
    }

    /** Null when it is missing. */
    private @Nullable String spelled(Template.Filled filled, @Nullable String found) throws UnfitValue {
        String value = found == null ? filled.otherwise().map(landing::literal).orElse(null) : found;
        if (value == null) {
            return null;
        }
        String spelled = landing.spell(filled.variable().kind(), value);
        if (spelled == null) {
            throw UnfitValue.of(filled);
        }
        return spelled;
    }

    /**
     * What is known before there is an answer; the rest is filled by {@link Bound#fill}.
     *
     * @throws UnfitValue when a value cannot stand there
     */
    Bound bind(FilterContext exchange) throws UnfitValue {
        if (!ofAnswer) {
            return new Bound(this, new String[] {fill(exchange)});
        }
        @Nullable String[] known = new String[parts.length];
        for (int i = 0; i < parts.length; i++) {
            known[i] = parts[i] instanceof Template.Filled filled
                    ? filled.variable().kind().isOfAnswer() ? null : spelled(filled, sources[i].of(exchange))
                    : literals[i];
        }
        return new Bound(this, known);
    }

    /** A template of an answer, filled with what its request has. One exchange's. */
    record Bound(Filling of, @Nullable String[] known) {
        /** Null when something is missing. */
        @Nullable
        String fill(ParsedResponse answer) {
            if (!of.ofAnswer) {
                return known[0];
            }
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < known.length; i++) {
                String value = known[i] == null && of.sources[i] == OF_ANSWER ? of.ofAnswer(i, answer) : known[i];
                if (value == null) {
                    return null;
                }
                text.append(value);
            }
            return text.toString();
        }
    }

    private @Nullable String ofAnswer(int part, ParsedResponse answer) {
        Template.Filled filled = (Template.Filled) parts[part];
        String value = filled.variable().kind() == Variable.Kind.RESPONSE_STATUS
                ? String.valueOf(answer.status())
                : field(answer, fields[part]);
        String taken = value == null ? filled.otherwise().map(landing::literal).orElse(null) : value;
        return taken == null ? null : landing.spell(filled.variable().kind(), taken);
    }

    /** Several with a comma between. */
    private static @Nullable String field(ParsedResponse answer, FieldName name) {
        FieldTable fields = answer.fields();
        String found = null;
        for (int field = 0; field < fields.count(); field++) {
            if (name.matches(answer.buffer(), fields.nameStart(field), fields.nameEnd(field))) {
                int start = fields.valueStart(field);
                String value =
                        new String(answer.buffer(), start, fields.valueEnd(field) - start, StandardCharsets.ISO_8859_1);
                found = found == null ? value : found + ", " + value;
            }
        }
        return found;
    }
}
