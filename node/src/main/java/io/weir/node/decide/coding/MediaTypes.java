package io.weir.node.decide.coding;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A set of media types: {@code type/subtype}, {@code type/*} and {@code type/*+suffix}. Immutable. */
public final class MediaTypes {
    private final Set<String> exact = new HashSet<>();
    private final List<String> beginnings = new ArrayList<>();
    private final List<String[]> suffixes = new ArrayList<>();

    private MediaTypes() {}

    /** @param patterns in lower case */
    public static MediaTypes of(List<String> patterns) {
        MediaTypes types = new MediaTypes();
        for (String pattern : patterns) {
            int star = pattern.indexOf("/*");
            if (star < 0) {
                types.exact.add(pattern);
            } else if (pattern.endsWith("/*")) {
                types.beginnings.add(pattern.substring(0, star + 1));
            } else {
                types.suffixes.add(new String[] {pattern.substring(0, star + 1), pattern.substring(star + 2)});
            }
        }
        return types;
    }

    /** @param contentType with its parameters, as {@code Content-Type} has it */
    public boolean contains(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
        if (exact.contains(type)) {
            return true;
        }
        for (String beginning : beginnings) {
            if (type.startsWith(beginning)) {
                return true;
            }
        }
        for (String[] both : suffixes) {
            if (type.startsWith(both[0]) && type.endsWith(both[1])) {
                return true;
            }
        }
        return false;
    }
}
