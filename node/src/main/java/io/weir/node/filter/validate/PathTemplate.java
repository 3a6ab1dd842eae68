package io.weir.node.filter.validate;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A path with parameters, segment by segment: {@code /orders/{id}.json}. Compared as it is routed: normalised, encoded. */
final class PathTemplate {
    private static final String HEX = "0123456789ABCDEF";

    private final List<Segment> segments;

    private PathTemplate(List<Segment> segments) {
        this.segments = segments;
    }

    /**
     * Text, and perhaps a parameter between.
     *
     * @param name null: the prefix is all
     */
    private record Segment(String prefix, @Nullable String name, String suffix) {
        boolean matches(String segment) {
            if (name == null) {
                return segment.equals(prefix);
            }
            return segment.length() > prefix.length() + suffix.length()
                    && segment.startsWith(prefix)
                    && segment.endsWith(suffix);
        }

        /** What is more definite comes first: text, then a part of it. */
        int rank() {
            return name == null ? 0 : prefix.isEmpty() && suffix.isEmpty() ? 2 : 1;
        }
    }

    static PathTemplate of(String path, String pointer) throws SchemaException {
        if (!path.startsWith("/")) {
            throw new SchemaException(pointer, "does not begin with a slash");
        }
        List<Segment> segments = new ArrayList<>();
        for (String segment : path.substring(1).split("/", -1)) {
            segments.add(segment(segment, pointer));
        }
        return new PathTemplate(segments);
    }

    private static Segment segment(String text, String pointer) throws SchemaException {
        int open = text.indexOf('{');
        int close = text.indexOf('}', Math.max(open, 0));
        if (open < 0 && close < 0) {
            return new Segment(encoded(text), null, "");
        }
        boolean one =
                open >= 0 && close > open + 1 && text.indexOf('{', open + 1) < 0 && text.indexOf('}', close + 1) < 0;
        if (!one) {
            throw new SchemaException(pointer, "has more than one parameter in a segment, or a brace alone");
        }
        return new Segment(
                encoded(text.substring(0, open)), text.substring(open + 1, close), encoded(text.substring(close + 1)));
    }

    /** As requests are normalised (RFC 3986 §3.3). */
    private static String encoded(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9';
            if (plain || "-._~!$&'()*+,;=:@%".indexOf(b) >= 0) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
            }
        }
        return out.toString();
    }

    /** Each parameter of the template is described, and each that is described is there. */
    static void checkNames(String path, Collection<ParameterReader.Draft> parameters, String pointer)
            throws SchemaException {
        Set<String> described = new HashSet<>();
        for (ParameterReader.Draft parameter : parameters) {
            if (parameter.in() == Parameter.In.PATH) {
                described.add(parameter.name());
            }
        }
        Set<String> named = of(path, pointer).names();
        if (!named.equals(described)) {
            throw new SchemaException(pointer, "describes the path's parameters " + described + ", which are " + named);
        }
    }

    private Set<String> names() {
        Set<String> names = new HashSet<>();
        for (Segment segment : segments) {
            if (segment.name() != null) {
                names.add(segment.name());
            }
        }
        return names;
    }

    int size() {
        return segments.size();
    }

    /** The first segment, or empty where it has a parameter. */
    String first() {
        Segment first = segments.get(0);
        return first.name() == null ? first.prefix() : "";
    }

    boolean matches(String[] path) {
        for (int i = 0; i < path.length; i++) {
            if (!segments.get(i).matches(path[i])) {
                return false;
            }
        }
        return true;
    }

    /** The raw value of the parameter, or null. {@link #matches} said yes. */
    @Nullable
    String value(String[] path, String name) {
        for (int i = 0; i < path.length; i++) {
            Segment segment = segments.get(i);
            if (name.equals(segment.name())) {
                return path[i].substring(
                        segment.prefix().length(),
                        path[i].length() - segment.suffix().length());
            }
        }
        return null;
    }

    /** Templates with the same shape match the same paths. */
    String shape() {
        StringBuilder shape = new StringBuilder();
        for (Segment segment : segments) {
            shape.append('/')
                    .append(segment.prefix())
                    .append(segment.name() == null ? "" : "{}")
                    .append(segment.suffix());
        }
        return shape.toString();
    }

    /** Sorts the more definite one first (OpenAPI, Paths Object). */
    static int compare(PathTemplate one, PathTemplate other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int rank = Integer.compare(
                    one.segments.get(i).rank(), other.segments.get(i).rank());
            if (rank != 0) {
                return rank;
            }
        }
        return one.shape().compareTo(other.shape());
    }
}
