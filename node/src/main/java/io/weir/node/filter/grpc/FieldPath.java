package io.weir.node.filter.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field, or one of a message in a field, and so on.
 *
 * @param fields at least one; all but the last are single messages
 */
record FieldPath(List<FieldDescriptor> fields) {
    FieldPath {
        fields = List.copyOf(fields);
    }

    /** By names between dots, as in JSON or their own; null when there is no such field. */
    static @Nullable FieldPath find(FieldNames known, Descriptor type, String path) {
        List<FieldDescriptor> fields = new ArrayList<>();
        Descriptor at = type;
        for (String name : path.split("\\.", -1)) {
            FieldDescriptor field = at == null ? null : known.find(at, name);
            if (field == null) {
                return null;
            }
            fields.add(field);
            boolean inner = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isRepeated();
            at = inner ? field.getMessageType() : null;
        }
        return new FieldPath(fields);
    }

    FieldDescriptor last() {
        return fields.get(fields.size() - 1);
    }

    /** Whether this is {@code other}, or lies within it. */
    boolean isWithin(FieldPath other) {
        int length = other.fields.size();
        return fields.size() >= length && fields.subList(0, length).equals(other.fields);
    }

    /** Sets it, or adds to it where it is repeated. */
    void put(Message.Builder message, Object value, At at) throws Mismatch {
        Message.Builder inner = message;
        for (FieldDescriptor field : fields.subList(0, fields.size() - 1)) {
            excludes(inner, field, at);
            inner = inner.getFieldBuilder(field);
        }
        FieldDescriptor field = last();
        if (field.isRepeated()) {
            inner.addRepeatedField(field, value);
        } else {
            excludes(inner, field, at);
            inner.setField(field, value);
        }
    }

    /** Another one of those that exclude each other is set. */
    private static void excludes(Message.Builder message, FieldDescriptor field, At at) throws Mismatch {
        OneofDescriptor oneOf = field.getRealContainingOneof();
        if (oneOf != null && message.hasOneof(oneOf) && !message.hasField(field)) {
            throw new Mismatch(at, "excludes another field of " + oneOf.getName());
        }
    }
}
