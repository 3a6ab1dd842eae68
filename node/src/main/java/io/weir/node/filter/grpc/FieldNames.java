package io.weir.node.filter.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds fields by their names in JSON or their own; Protobuf itself would look through all fields of a type for the former.
 * Thread-safe.
 */
final class FieldNames {
    private final Map<Descriptor, Map<String, FieldDescriptor>> types = new ConcurrentHashMap<>();

    /** Null when the type has no such field. */
    @Nullable
    FieldDescriptor find(Descriptor type, String name) {
        return types.computeIfAbsent(type, FieldNames::names).get(name);
    }

    /** One field's own name goes before what another is called in JSON. */
    private static Map<String, FieldDescriptor> names(Descriptor type) {
        Map<String, FieldDescriptor> names = new HashMap<>();
        type.getFields().forEach(field -> names.put(field.getJsonName(), field));
        type.getFields().forEach(field -> names.put(field.getName(), field));
        return names;
    }
}
