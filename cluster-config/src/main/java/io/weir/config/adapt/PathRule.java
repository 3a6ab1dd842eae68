package io.weir.config.adapt;

import io.weir.config.model.AdaptationRule;
import java.util.Arrays;
import java.util.Map;

/** One path made into another. Immutable. */
final class PathRule {
    private static final String REST = "**";

    private final String[] from;
    private final String[] to;

    PathRule(AdaptationRule.Path rule) {
        from = segments(rule.from());
        to = segments(rule.to());
    }

    /** Of {@code /} and of nothing: none. */
    private static String[] segments(String path) {
        String bare = path.equals("/") ? "" : path;
        return bare.isEmpty() ? new String[0] : bare.substring(1).split("/", -1);
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }

    private static String name(String segment) {
        return segment.substring(1, segment.length() - 1);
    }

    /** Whether it is for the path; {@code parameters} has values then, and maybe some of them otherwise. */
    boolean matches(String path, Map<String, String> parameters) {
        String[] segments = segments(path);
        boolean open = from.length > 0 && from[from.length - 1].equals(REST);
        int fixed = open ? from.length - 1 : from.length;
        if (open ? segments.length < fixed : segments.length != fixed) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            if (isParameter(from[i]) && !segments[i].isEmpty()) {
                parameters.put(name(from[i]), segments[i]);
            } else if (!from[i].equals(segments[i])) {
                return false;
            }
        }
        if (open) {
            StringBuilder rest = new StringBuilder();
            for (int i = fixed; i < segments.length; i++) {
                rest.append('/').append(segments[i]);
            }
            parameters.put(REST, rest.toString());
        }
        return true;
    }

    /** Whether what it makes has the parameter. */
    boolean takes(String name) {
        return Arrays.asList(to).contains("{" + name + "}");
    }

    String build(Map<String, String> parameters) throws NotAdaptable {
        StringBuilder path = new StringBuilder();
        for (String segment : to) {
            if (segment.equals(REST)) {
                path.append(parameters.getOrDefault(REST, ""));
            } else if (isParameter(segment)) {
                String value = parameters.get(name(segment));
                if (value == null) {
                    throw new NotAdaptable("path:" + name(segment) + " is missing");
                }
                path.append('/').append(value);
            } else {
                path.append('/').append(segment);
            }
        }
        return path.toString();
    }
}
