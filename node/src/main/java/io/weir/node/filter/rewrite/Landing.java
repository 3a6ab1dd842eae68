package io.weir.node.filter.rewrite;

import io.weir.config.model.Variable;
import io.weir.node.decide.rewrite.Escapes;
import org.jspecify.annotations.Nullable;

/** Where a value lands, which is how it is spelled. */
public enum Landing {
    /** Within one segment of a path. */
    SEGMENT,
    /** A value that is encoded when it is appended to a query. */
    QUERY,
    FIELD,
    /** A field that is a URL ({@code Location}), where a value is part of a segment, or of a query. */
    URL,
    /** A text in JSON, which is escaped when it is written. */
    TEXT;

    /** Null: it cannot stand there. */
    @Nullable
    String spell(Variable.Kind kind, String value) {
        return switch (this) {
            case QUERY -> value;
            case TEXT -> Escapes.text(value);
            case FIELD -> Escapes.field(value);
            case SEGMENT -> percent(value);
            case URL -> isUrl(kind) ? Escapes.field(value) : percent(value);
        };
    }

    /** The text around the variables, as bytes. */
    String literal(String text) {
        return this == TEXT ? text : Escapes.bytes(text);
    }

    private static String percent(String value) {
        StringBuilder out = new StringBuilder(value.length() + 16);
        Escapes.percent(out, value);
        return out.toString();
    }

    /** What is part of a URL as it is: no client has made it up. */
    private static boolean isUrl(Variable.Kind kind) {
        return kind == Variable.Kind.RESPONSE_HEADER
                || kind == Variable.Kind.REQUEST_HOST
                || kind == Variable.Kind.REQUEST_PATH;
    }
}
