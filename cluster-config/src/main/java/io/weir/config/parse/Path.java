package io.weir.config.parse;

import org.jspecify.annotations.Nullable;

/** A field's path, e.g. {@code upstreams[2].timeouts.connect}; spelled out only when a mistake needs it. */
final class Path {
    static final Path ROOT = new Path(null, "", -1);

    private final @Nullable Path parent;
    private final String name;
    private final int index;

    private Path(@Nullable Path parent, String name, int index) {
        this.parent = parent;
        this.name = name;
        this.index = index;
    }

    Path field(String field) {
        return new Path(this, field, -1);
    }

    Path item(int position) {
        return new Path(this, "", position);
    }

    @Override
    public String toString() {
        if (parent == null) {
            return "";
        }
        String before = parent.toString();
        if (index >= 0) {
            return before + "[" + index + "]";
        }
        return before.isEmpty() ? name : before + "." + name;
    }
}
