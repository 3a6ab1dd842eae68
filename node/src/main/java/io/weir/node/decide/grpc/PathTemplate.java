package io.weir.node.decide.grpc;

import java.util.List;

/**
 * A path of google.api.http: {@code /v1/{name=shelves/*}/books:list}. Immutable.
 *
 * <pre>
 * Template = "/" Segments [ Verb ] ;
 * Segments = Segment { "/" Segment } ;
 * Segment  = "*" | "**" | LITERAL | Variable ;
 * Variable = "{" FieldPath [ "=" Segments ] "}" ;
 * FieldPath = IDENT { "." IDENT } ;
 * Verb     = ":" LITERAL ;
 * </pre>
 *
 * @param segments what each segment of a path has to be, variables resolved
 * @param verb what stands behind the last colon; empty: there is none
 * @param variables in their order
 */
public record PathTemplate(List<Segment> segments, String verb, List<Variable> variables) {
    public PathTemplate {
        segments = List.copyOf(segments);
        variables = List.copyOf(variables);
    }

    /** One segment. */
    public sealed interface Segment {}

    /** This one only. */
    public record Literal(String text) implements Segment {}

    /** Wildcards. */
    public enum Wild implements Segment {
        /** Any one segment, {@code *}. */
        ONE,
        /** All that are left, be it none, {@code **}; only at the end. */
        REST
    }

    /**
     * What is taken out of a path.
     *
     * @param field names joined by dots
     * @param from its first segment
     * @param to behind its last one; {@link #OPEN}: the path's end
     */
    public record Variable(String field, int from, int to) {
        public static final int OPEN = -1;

        /** Whether slashes may be part of it, so that encoded ones mean something else. */
        public boolean spansSegments() {
            return to != from + 1;
        }
    }

    /** What is wrong with a template, and where in it. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String text, int at, String why) {
            super("\"" + text + "\" " + why + " (at character " + (at + 1) + ")");
        }
    }

    public static PathTemplate parse(String text) throws Malformed {
        return new TemplateParser(text).template();
    }

    /** Takes everything that is left of a path. */
    boolean isOpen() {
        return !segments.isEmpty() && segments.get(segments.size() - 1) == Wild.REST;
    }

    /** Equal for templates that match the same paths. */
    public String shape() {
        StringBuilder shape = new StringBuilder();
        for (Segment segment : segments) {
            shape.append('/').append(spelled(segment));
        }
        return verb.isEmpty()
                ? shape.toString()
                : shape.append(':').append(verb).toString();
    }

    private static String spelled(Segment segment) {
        if (segment instanceof Literal literal) {
            return literal.text();
        }
        return segment == Wild.ONE ? "*" : "**";
    }
}
