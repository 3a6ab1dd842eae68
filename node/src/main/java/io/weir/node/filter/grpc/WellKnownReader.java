package io.weir.node.filter.grpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@link WellKnown} names. The numbers of fields are those of google/protobuf. */
final class WellKnownReader {
    private static final String TYPE = "@type";
    private static final String VALUE = "value";

    private final MessageReader messages;
    private final TypeTable types;

    WellKnownReader(MessageReader messages, TypeTable types) {
        this.messages = messages;
        this.types = types;
    }

    void read(WellKnown kind, DynamicMessage.Builder message, JsonNode json, At at) throws Mismatch {
        switch (kind) {
            case TIMESTAMP -> moment(message, TimeText.timestamp(Scalars.text(json, at)), at, "is no time of RFC 3339");
            case DURATION ->
                moment(message, TimeText.duration(Scalars.text(json, at)), at, "is no duration such as 1.5s");
            case FIELD_MASK -> mask(message, json, at);
            case WRAPPER -> {
                FieldDescriptor value = field(message, 1);
                message.setField(value, messages.value(value, json, at));
            }
            case STRUCT -> {
                if (!json.isObject()) {
                    throw new Mismatch(at, "is no object");
                }
                messages.set(message, field(message, 1), json, at);
            }
            case LIST_VALUE -> {
                if (!json.isArray()) {
                    throw new Mismatch(at, "is no array");
                }
                messages.set(message, field(message, 1), json, at);
            }
            case VALUE -> value(message, json, at);
            case ANY -> any(message, json, at);
            case NONE ->
                throw new IllegalArgumentException(
                        "not well known: " + message.getDescriptorForType().getFullName());
        }
    }

    private static FieldDescriptor field(Message.Builder message, int number) {
        return message.getDescriptorForType().findFieldByNumber(number);
    }

    private static void moment(Message.Builder message, TimeText.@Nullable Moment moment, At at, String otherwise)
            throws Mismatch {
        if (moment == null) {
            throw new Mismatch(at, otherwise);
        }
        message.setField(field(message, 1), moment.seconds());
        message.setField(field(message, 2), moment.nanos());
    }

    private static void mask(Message.Builder message, JsonNode json, At at) throws Mismatch {
        List<String> paths = MaskText.paths(Scalars.text(json, at));
        if (paths == null) {
            throw new Mismatch(at, "is no list of fields such as a,b.cD");
        }
        for (String path : paths) {
            message.addRepeatedField(field(message, 1), path);
        }
    }

    /** {@code kind}: null 1, number 2, text 3, truth 4, object 5, list 6. */
    private void value(Message.Builder message, JsonNode json, At at) throws Mismatch {
        int number =
                switch (json.getNodeType()) {
                    case NULL -> 1;
                    case NUMBER -> 2;
                    case STRING -> 3;
                    case BOOLEAN -> 4;
                    case OBJECT -> 5;
                    default -> 6;
                };
        FieldDescriptor kind = field(message, number);
        message.setField(kind, messages.value(kind, json, at));
    }

    private void any(Message.Builder message, JsonNode json, At at) throws Mismatch {
        if (json.isObject() && json.isEmpty()) {
            return;
        }
        JsonNode url = json.path(TYPE);
        Descriptor type = url.isTextual() ? types.find(url.textValue()) : null;
        if (type == null) {
            throw new Mismatch(at.member(TYPE), "names no type that is known here");
        }
        Message value = WellKnown.of(type) == WellKnown.NONE ? fields(type, json, at) : inner(type, json, at);
        message.setField(field(message, 1), url.textValue());
        message.setField(field(message, 2), value.toByteString());
    }

    private Message fields(Descriptor type, JsonNode json, At at) throws Mismatch {
        DynamicMessage.Builder value = DynamicMessage.newBuilder(type);
        messages.members(value, json, at, TYPE);
        return value.buildPartial();
    }

    private Message inner(Descriptor type, JsonNode json, At at) throws Mismatch {
        JsonNode value = json.get(VALUE);
        if (value == null || json.size() != 2 && !messages.ignoresUnknown()) {
            throw new Mismatch(at, "is not @type and value");
        }
        return messages.read(type, value, at.member(VALUE));
    }
}
