package io.weir.node.filter.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types by their full names, for {@code google.protobuf.Any}. Immutable. */
final class TypeTable {
    private final Map<String, Descriptor> types;

    TypeTable(Map<String, Descriptor> types) {
        this.types = Map.copyOf(types);
    }

    /** What stands behind the last slash counts; null: no such type is known. */
    @Nullable
    Descriptor find(String url) {
        int slash = url.lastIndexOf('/');
        return slash < 0 ? null : types.get(url.substring(slash + 1));
    }
}
