package io.weir.config.parse;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The path of a match: {@code /exact}, {@code /prefix/**}, {@code /orders/{id}}.
 *
 * @param text as written
 * @param literal what stands before the first parameter or {@code /**}
 * @param parameters names in order
 */
record PathPattern(String text, String literal, Set<String> parameters) {
    static final String EXPECTED = "a path such as /exact, /prefix/** or /orders/{id}";
    static final String LITERAL = "a path without parameters, e.g. /orders";

    private static final int MOST_PARAMETERS = 16;
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");
    private static final Pattern SEGMENT =
            Pattern.compile("(?:[A-Za-z0-9._~!$&'()+,;=:@-]|%[0-9A-F]{2})*", Pattern.DOTALL);

    static Optional<String> parameterName(String text) {
        return PARAMETER.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    /** Empty: what is wrong with it is in {@link #reason}. */
    static Optional<PathPattern> of(String text) {
        if (!reason(text).isEmpty()) {
            return Optional.empty();
        }
        Set<String> parameters = new LinkedHashSet<>();
        int end = text.endsWith("/**") ? text.length() - 3 : text.length();
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
            parameters.add(text.substring(open + 1, text.indexOf('}', open)));
            end = Math.min(end, open);
        }
        return Optional.of(new PathPattern(text, text.substring(0, end), parameters));
    }

    /** A path without parameters or wildcard. */
    static Optional<String> literal(String text) {
        return of(text).filter(path -> path.literal.equals(text)).map(PathPattern::text);
    }

    /** Why {@code text} is not a path pattern; empty if it is one. */
    static String reason(String text) {
        if (!text.startsWith("/")) {
            return "does not begin with '/'";
        }
        if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
            return "has a query or a fragment, which are not part of a path";
        }
        List<String> parameters = new ArrayList<>();
        String[] segments = text.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String wrong = segmentReason(segments[i], i == segments.length - 1, parameters);
            if (!wrong.isEmpty()) {
                return wrong;
            }
        }
        if (parameters.size() > MOST_PARAMETERS) {
            return "has more than " + MOST_PARAMETERS + " parameters";
        }
        return new LinkedHashSet<>(parameters).size() < parameters.size() ? "has a parameter twice" : "";
    }

    private static String segmentReason(String segment, boolean last, List<String> parameters) {
        if (segment.equals("**")) {
            return last ? "" : "has '**' before its end";
        }
        if (segment.isEmpty()) {
            return last ? "" : "has an empty segment";
        }
        if (segment.equals(".") || segment.equals("..")) {
            return "has a dot segment, which no normalised path has";
        }
        if (segment.startsWith("{") && segment.endsWith("}")) {
            String name = segment.substring(1, segment.length() - 1);
            parameters.add(name);
            return parameterName(name).isPresent() ? "" : "has a bad parameter name \"" + name + "\"";
        }
        if (segment.indexOf('{') >= 0 || segment.indexOf('}') >= 0 || segment.indexOf('*') >= 0) {
            return "has '{', '}' or '*' within the segment \"" + segment + "\"; they only stand for a whole one";
        }
        return SEGMENT.matcher(segment).matches()
                ? ""
                : "has a character that must be percent-encoded (in capitals) in \"" + segment + "\"";
    }

    /** Whether every matching path begins with {@code prefix}, at the border of a segment. */
    boolean beginsWith(String prefix) {
        String bare = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return literal.equals(bare) || literal.startsWith(bare + "/");
    }
}
