package io.weir.node.dataplane.http2;

import io.weir.protocol.http.FieldName;
import java.util.List;

/** Looks for names among lines of trailers. */
final class TrailerNames {
    private TrailerNames() {}

    /** Whether any of {@code lines}, each with CR LF, has one of {@code names}. */
    static boolean anyOf(byte[] lines, List<FieldName> names) {
        if (names.isEmpty()) {
            return false;
        }
        int start = 0;
        int colon = -1;
        for (int i = 0; i < lines.length; i++) {
            if (lines[i] == ':' && colon < 0) {
                colon = i;
            } else if (lines[i] == '\n') {
                if (isOne(lines, start, colon, names)) {
                    return true;
                }
                start = i + 1;
                colon = -1;
            }
        }
        return false;
    }

    private static boolean isOne(byte[] lines, int start, int end, List<FieldName> names) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).matches(lines, start, end)) {
                return true;
            }
        }
        return false;
    }
}
