package io.weir.node.filter.adapt;

import java.util.Locale;

/** Versions in media types: {@code application/vnd.acme.v1+json} and {@code application/json;version=v1}. */
final class MediaVersions {
    private MediaVersions() {}

    /** A list of media types or ranges, with another version wherever {@code from} is named. */
    static String renamed(String types, String from, String to) {
        StringBuilder out = new StringBuilder();
        for (String type : types.split(",", -1)) {
            out.append(out.isEmpty() ? "" : ",").append(one(type, from, to));
        }
        return out.toString();
    }

    private static String one(String type, String from, String to) {
        int semicolon = type.indexOf(';');
        StringBuilder out = new StringBuilder(subtype(semicolon < 0 ? type : type.substring(0, semicolon), from, to));
        if (semicolon >= 0) {
            for (String parameter : type.substring(semicolon + 1).split(";", -1)) {
                out.append(';').append(parameter(parameter, from, to));
            }
        }
        return out.toString();
    }

    private static String subtype(String essence, String from, String to) {
        int slash = essence.indexOf('/');
        if (slash < 0 || !essence.substring(slash + 1).toLowerCase(Locale.ROOT).startsWith("vnd.")) {
            return essence;
        }
        int plus = essence.indexOf('+', slash);
        int end = plus < 0 ? essence.stripTrailing().length() : plus;
        int dot = essence.lastIndexOf('.', end - 1);
        boolean named = dot > slash + 4 && essence.substring(dot + 1, end).equals(from);
        return named ? essence.substring(0, dot + 1) + to + essence.substring(end) : essence;
    }

    private static String parameter(String parameter, String from, String to) {
        int equals = parameter.indexOf('=');
        if (equals < 0 || !parameter.substring(0, equals).strip().equalsIgnoreCase("version")) {
            return parameter;
        }
        String value = parameter.substring(equals + 1).strip();
        String before = parameter.substring(0, equals + 1);
        if (value.equals(from)) {
            return before + to;
        }
        return value.equals('"' + from + '"') ? before + '"' + to + '"' : parameter;
    }
}
