package io.weir.node.filter.grpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.Map;

/** Reads JSON into messages (the JSON mapping of Protobuf), to the letter. Immutable; as deep as the JSON is. */
final class MessageReader {

    private final WellKnownReader wellKnown;
    private final FieldNames names = new FieldNames();
    private final boolean ignoresUnknown;

    /** @param ignoresUnknown members that no field has are skipped; otherwise they are a mistake */
    MessageReader(TypeTable types, boolean ignoresUnknown) {
        this.wellKnown = new WellKnownReader(this, types);
        this.ignoresUnknown = ignoresUnknown;
    }

    boolean ignoresUnknown() {
        return ignoresUnknown;
    }

    FieldNames names() {
        return names;
    }

    Message read(Descriptor type, JsonNode json, At at) throws Mismatch {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        WellKnown kind = WellKnown.of(type);
        if (kind == WellKnown.NONE) {
            members(message, json, at, "");
        } else {
            wellKnown.read(kind, message, json, at);
        }
        return message.buildPartial();
    }

    /** @param except a member that is no field; empty: none */
    void members(Message.Builder message, JsonNode json, At at, String except) throws Mismatch {
        if (!json.isObject()) {
            throw new Mismatch(at, "is no object");
        }
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            if (!except.isEmpty() && member.getKey().equals(except)) {
                continue;
            }
            At place = at.member(member.getKey());
            FieldDescriptor field = names.find(message.getDescriptorForType(), member.getKey());
            if (field != null) {
                once(field, member.getKey(), json, place);
                set(message, field, member.getValue(), place);
            } else if (!ignoresUnknown) {
                throw new Mismatch(
                        place,
                        "is not a field of " + message.getDescriptorForType().getFullName());
            }
        }
    }

    /** Whether its own name or that in JSON counts, others may see differently. */
    private static void once(FieldDescriptor field, String name, JsonNode json, At at) throws Mismatch {
        if (!name.equals(field.getJsonName()) && json.has(field.getJsonName())) {
            throw new Mismatch(at, "is there twice, also as " + field.getJsonName());
        }
    }

    /** One alone of those that exclude each other. */
    void set(Message.Builder message, FieldDescriptor field, JsonNode json, At at) throws Mismatch {
        if (json.isNull() && !takesNull(field)) {
            return;
        }
        var oneOf = field.getRealContainingOneof();
        if (oneOf != null && message.hasOneof(oneOf)) {
            throw new Mismatch(at, "excludes another field of " + oneOf.getName());
        }
        if (field.isMapField()) {
            entries(message, field, json, at);
        } else if (field.isRepeated()) {
            items(message, field, json, at);
        } else {
            message.setField(field, value(field, json, at));
        }
    }

    private static boolean takesNull(FieldDescriptor field) {
        if (field.isRepeated()) {
            return false;
        }
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                ? WellKnown.of(field.getMessageType()) == WellKnown.VALUE
                : isNullValue(field);
    }

    private static boolean isNullValue(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.ENUM
                && field.getEnumType().getFullName().equals(Scalars.NULL_VALUE);
    }

    private void items(Message.Builder message, FieldDescriptor field, JsonNode json, At at) throws Mismatch {
        if (!json.isArray()) {
            throw new Mismatch(at, "is no array");
        }
        int index = 0;
        for (JsonNode item : json) {
            message.addRepeatedField(field, value(field, item, at.item(index++)));
        }
    }

    private void entries(Message.Builder message, FieldDescriptor field, JsonNode json, At at) throws Mismatch {
        if (!json.isObject()) {
            throw new Mismatch(at, "is no object");
        }
        Descriptor entry = field.getMessageType();
        FieldDescriptor key = entry.findFieldByNumber(1);
        FieldDescriptor value = entry.findFieldByNumber(2);
        for (Map.Entry<String, JsonNode> member : json.properties()) {
            At place = at.member(member.getKey());
            message.addRepeatedField(
                    field,
                    DynamicMessage.newBuilder(entry)
                            .setField(key, Scalars.ofText(key, member.getKey(), place))
                            .setField(value, value(value, member.getValue(), place))
                            .buildPartial());
        }
    }

    /** One value of the field, be it repeated or not. */
    Object value(FieldDescriptor field, JsonNode json, At at) throws Mismatch {
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            if (json.isNull() && WellKnown.of(field.getMessageType()) != WellKnown.VALUE) {
                throw new Mismatch(at, "is null");
            }
            return read(field.getMessageType(), json, at);
        }
        if (json.isNull() && isNullValue(field)) {
            EnumDescriptor type = field.getEnumType();
            return type.findValueByNumberCreatingIfUnknown(0);
        }
        return Scalars.ofJson(field, json, at);
    }
}
