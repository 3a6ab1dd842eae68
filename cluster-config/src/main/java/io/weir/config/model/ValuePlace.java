package io.weir.config.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a value of a message stands.
 *
 * @param name of the body: a JSON Pointer (RFC 6901), in which {@code *} is each element of an array; else the parameter's
 *     or field's name
 */
public record ValuePlace(Kind kind, String name) {
    private static final Pattern POINTER = Pattern.compile("(?:/(?:[^/~]|~[01])*)*");
    private static final Pattern FIELD = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}");
    private static final Pattern QUERY = Pattern.compile("[A-Za-z0-9._~!$'()*,;:@/\\[\\]-]{1,100}");
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");
    private static final int LONGEST_POINTER = 1_000;

    /** Which part of a message. */
    public enum Kind {
        BODY,
        HEADER,
        QUERY,
        /** A parameter of a path that a rule {@code path} names. */
        PATH
    }

    /** Of what a document says: {@code /customer/id}, {@code header:X-Tenant}, {@code query:page}, {@code path:id}. */
    public static Optional<ValuePlace> of(String text) {
        if (text.isEmpty() || text.startsWith("/")) {
            boolean good =
                    text.length() <= LONGEST_POINTER && POINTER.matcher(text).matches();
            return good ? Optional.of(new ValuePlace(Kind.BODY, text)) : Optional.empty();
        }
        int colon = text.indexOf(':');
        String name = text.substring(colon + 1);
        return switch (colon < 0 ? "" : text.substring(0, colon)) {
            case "header" -> named(Kind.HEADER, FIELD, name);
            case "query" -> named(Kind.QUERY, QUERY, name);
            case "path" -> named(Kind.PATH, PARAMETER, name);
            default -> Optional.empty();
        };
    }

    private static Optional<ValuePlace> named(Kind kind, Pattern pattern, String name) {
        return pattern.matcher(name).matches() ? Optional.of(new ValuePlace(kind, name)) : Optional.empty();
    }

    public boolean inBody() {
        return kind == Kind.BODY;
    }

    /** As a document says it. */
    @Override
    public String toString() {
        return inBody() ? name : kind.name().toLowerCase(java.util.Locale.ROOT) + ":" + name;
    }
}
