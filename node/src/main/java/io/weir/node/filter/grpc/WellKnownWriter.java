package io.weir.node.filter.grpc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import io.weir.node.filter.grpc.MessageWriter.NoJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what {@link WellKnown} names. */
final class WellKnownWriter {
    /** An {@code Any} within an {@code Any} begins a count of its own in the parser of Protobuf. */
    private static final int MOST_ANYS = 20;

    private final MessageWriter messages;
    private final TypeTable types;

    WellKnownWriter(MessageWriter messages, TypeTable types) {
        this.messages = messages;
        this.types = types;
    }

    void write(WellKnown kind, JsonGenerator out, MessageOrBuilder message) throws IOException {
        switch (kind) {
            case TIMESTAMP -> {
                TimeText.Moment moment = moment(message);
                out.writeString(good(moment.isTimestamp() ? TimeText.timestamp(moment) : null, "a time out of range"));
            }
            case DURATION -> {
                TimeText.Moment moment = moment(message);
                out.writeString(
                        good(moment.isDuration() ? TimeText.duration(moment) : null, "a duration out of range"));
            }
            case FIELD_MASK ->
                out.writeString(good(MaskText.text(paths(message)), "a mask with a path that cannot be read again"));
            case WRAPPER -> messages.value(out, field(message, 1), value(message, 1));
            case STRUCT -> messages.field(out, field(message, 1), value(message, 1));
            case LIST_VALUE -> messages.field(out, field(message, 1), value(message, 1));
            case VALUE -> value(out, message);
            case ANY -> any(out, message);
            case NONE ->
                throw new IllegalArgumentException(
                        "not well known: " + message.getDescriptorForType().getFullName());
        }
    }

    private static FieldDescriptor field(MessageOrBuilder message, int number) {
        return message.getDescriptorForType().findFieldByNumber(number);
    }

    private static Object value(MessageOrBuilder message, int number) {
        return message.getField(field(message, number));
    }

    private static String good(@Nullable String text, String otherwise) throws NoJson {
        if (text == null) {
            throw new NoJson("has " + otherwise);
        }
        return text;
    }

    private static TimeText.Moment moment(MessageOrBuilder message) {
        return new TimeText.Moment((Long) value(message, 1), (Integer) value(message, 2));
    }

    private static List<String> paths(MessageOrBuilder message) {
        return ((List<?>) value(message, 1)).stream().map(String.class::cast).toList();
    }

    private void value(JsonGenerator out, MessageOrBuilder message) throws IOException {
        Map<FieldDescriptor, Object> set = message.getAllFields();
        if (set.isEmpty()) {
            throw new NoJson("has a google.protobuf.Value without any");
        }
        Map.Entry<FieldDescriptor, Object> kind = set.entrySet().iterator().next();
        if (kind.getValue() instanceof Double number && !Double.isFinite(number)) {
            throw new NoJson("has a google.protobuf.Value that is no number of JSON");
        }
        messages.value(out, kind.getKey(), kind.getValue());
    }

    private void any(JsonGenerator out, MessageOrBuilder message) throws IOException {
        String url = (String) value(message, 1);
        if (url.isEmpty()) {
            out.writeStartObject();
            out.writeEndObject();
            return;
        }
        Descriptor type = types.find(url);
        if (type == null) {
            throw new NoJson("has a google.protobuf.Any of a type that is not in the descriptors: " + url);
        }
        Message inner = parse(type, (ByteString) value(message, 2), url);
        int depth = depth(out);
        if (depth > MOST_ANYS) {
            throw new NoJson("has too many google.protobuf.Any within one another");
        }
        out.writeStartObject(inner);
        out.writeStringField("@type", url);
        if (WellKnown.of(type) == WellKnown.NONE) {
            messages.members(out, inner);
        } else {
            out.writeFieldName("value");
            messages.write(out, inner);
        }
        out.writeEndObject();
    }

    /** How many objects around this place are {@code Any}. */
    private static int depth(JsonGenerator out) {
        int depth = 0;
        for (var at = out.getOutputContext(); at != null; at = at.getParent()) {
            depth += at.getCurrentValue() == null ? 0 : 1;
        }
        return depth;
    }

    private static Message parse(Descriptor type, ByteString bytes, String url) throws NoJson {
        try {
            return DynamicMessage.parseFrom(type, bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new NoJson("has a google.protobuf.Any that is no " + url);
        }
    }
}
