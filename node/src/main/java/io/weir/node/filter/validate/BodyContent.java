package io.weir.node.filter.validate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bodies that an operation takes.
 *
 * @param required there has to be one
 * @param kinds none: it takes no body
 */
record BodyContent(boolean required, List<Kind> kinds) {
    /**
     * Bodies of a media type.
     *
     * @param type {@code type/subtype}, {@code type/*} or {@code *}{@code /*}
     * @param check null: they are not looked into
     */
    record Kind(String type, @Nullable BodyCheck check) {
        /** How definitely it speaks of the type: 0, not at all. */
        private int fit(String essence) {
            if (type.equals(essence)) {
                return 3;
            }
            if (type.equals("*/*")) {
                return 1;
            }
            boolean within = type.endsWith("/*") && essence.startsWith(type.substring(0, type.length() - 1));
            return within ? 2 : 0;
        }
    }

    /** Null: it takes none of the type. */
    @Nullable
    Kind kind(ContentType type) {
        Kind best = null;
        int fit = 0;
        for (Kind kind : kinds) {
            int one = kind.fit(type.essence());
            if (one > fit) {
                best = kind;
                fit = one;
            }
        }
        return best;
    }

    String accepted() {
        return String.join(", ", kinds.stream().map(Kind::type).toList());
    }
}
