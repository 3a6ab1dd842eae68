package io.weir.node.filter.grpc;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code google.protobuf.FieldMask} as a text: its paths in lower camel case, between commas. */
final class MaskText {
    private MaskText() {}

    /** Null when a path could not be written that way again. */
    static @Nullable List<String> paths(String text) {
        List<String> paths = new ArrayList<>();
        for (String path : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            if (path.isEmpty() || path.indexOf('_') >= 0) {
                return null;
            }
            StringBuilder snake = new StringBuilder(path.length() + 8);
            for (int i = 0; i < path.length(); i++) {
                char c = path.charAt(i);
                if (c >= 'A' && c <= 'Z') {
                    snake.append('_').append((char) (c | 0x20));
                } else {
                    snake.append(c);
                }
            }
            paths.add(snake.toString());
        }
        return paths;
    }

    /** Null when a path would be read as another one. */
    static @Nullable String text(List<String> paths) {
        StringBuilder text = new StringBuilder();
        for (String path : paths) {
            text.append(text.isEmpty() ? "" : ",");
            for (int i = 0; i < path.length(); i++) {
                char c = path.charAt(i);
                if (c >= 'A' && c <= 'Z') {
                    return null;
                }
                if (c != '_') {
                    text.append(c);
                    continue;
                }
                char next = ++i < path.length() ? path.charAt(i) : '_';
                if (next < 'a' || next > 'z') {
                    return null;
                }
                text.append((char) (next & ~0x20));
            }
        }
        return text.toString();
    }
}
