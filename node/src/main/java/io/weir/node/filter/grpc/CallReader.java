package io.weir.node.filter.grpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.weir.node.decide.grpc.BindingTable.Found;
import io.weir.node.decide.grpc.PathTemplate;
import io.weir.node.filter.validate.EncodedText;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reads a request of HTTP as the message that it is for a method: body, then path, then query. Immutable. */
final class CallReader {
    private final MessageReader messages;

    CallReader(MessageReader messages) {
        this.messages = messages;
    }

    /** What a request's body is. */
    sealed interface Body {}

    /** Of bodies that are none. */
    enum NoBody implements Body {
        NONE
    }

    record Json(JsonNode tree) implements Body {}

    /** For {@code google.api.HttpBody}. */
    record Raw(String contentType, byte[] bytes) implements Body {}

    /**
     * @param query as it was sent
     * @throws Mismatch with the place of what does not fit
     */
    Message read(Found<MethodBinding> found, String query, Body body) throws Mismatch {
        MethodBinding binding = found.value();
        DynamicMessage.Builder message =
                DynamicMessage.newBuilder(binding.method().getInputType());
        body(message, binding, body);
        for (int i = 0; i < binding.variables().size(); i++) {
            variable(message, found, i);
        }
        query(message, binding, query);
        if (!message.isInitialized()) {
            throw new Mismatch(At.BODY, "lacks " + String.join(", ", message.findInitializationErrors()));
        }
        return message.build();
    }

    private void body(DynamicMessage.Builder message, MethodBinding binding, Body body) throws Mismatch {
        Optional<FieldDescriptor> field = binding.body();
        Descriptor type = message.getDescriptorForType();
        if (body instanceof Json json && binding.bodyIsAll()) {
            message.mergeFrom(messages.read(type, json.tree(), At.BODY));
        } else if (body instanceof Json json && field.isPresent()) {
            messages.set(message, field.get(), json.tree(), At.BODY);
        } else if (body instanceof Raw raw && binding.bodyIsAll()) {
            message.mergeFrom(httpBody(type, raw));
        } else if (body instanceof Raw raw && field.isPresent()) {
            message.setField(field.get(), httpBody(field.get().getMessageType(), raw));
        }
    }

    /** {@code content_type} is 1, {@code data} 2. */
    private static Message httpBody(Descriptor type, Raw raw) {
        return DynamicMessage.newBuilder(type)
                .setField(type.findFieldByNumber(1), raw.contentType())
                .setField(type.findFieldByNumber(2), ByteString.copyFrom(raw.bytes()))
                .build();
    }

    /** What the path says goes before what the body says. */
    private static void variable(DynamicMessage.Builder message, Found<MethodBinding> found, int index)
            throws Mismatch {
        PathTemplate.Variable variable = found.template().variables().get(index);
        At at = At.parameter("path", variable.field());
        String sent = found.variable(index);
        // Slashes that were encoded are not between segments, and have to be told from those that are.
        String kept = variable.spansSegments() ? sent.replace("%2F", "%252F").replace("%2f", "%252f") : sent;
        String text = decoded(kept, at, false);
        FieldPath path = found.value().variables().get(index);
        path.put(message, Scalars.ofText(path.last(), text, at), at);
    }

    private static String decoded(String text, At at, boolean plus) throws Mismatch {
        String decoded = EncodedText.decode(text, plus);
        if (decoded == null) {
            throw new Mismatch(at, "is not encoded as it should be");
        }
        return decoded;
    }

    private void query(DynamicMessage.Builder message, MethodBinding binding, String query) throws Mismatch {
        Set<FieldPath> seen = new HashSet<>();
        int start = 0;
        while (start < query.length()) {
            int and = query.indexOf('&', start);
            int end = and < 0 ? query.length() : and;
            if (end > start) {
                int equals = query.indexOf('=', start);
                int nameEnd = equals < 0 || equals > end ? end : equals;
                String name = decoded(query.substring(start, nameEnd), At.parameter("query", ""), true);
                parameter(message, binding, name, query.substring(Math.min(nameEnd + 1, end), end), seen);
            }
            start = end + 1;
        }
    }

    private void parameter(
            DynamicMessage.Builder message, MethodBinding binding, String name, String sent, Set<FieldPath> seen)
            throws Mismatch {
        At at = At.parameter("query", name);
        FieldPath path =
                binding.bodyIsAll() ? null : FieldPath.find(messages.names(), message.getDescriptorForType(), name);
        if (path == null) {
            if (!messages.ignoresUnknown()) {
                throw new Mismatch(at, binding.bodyIsAll() ? "belongs into the body" : "is no field of the method");
            }
            return;
        }
        for (FieldPath variable : binding.variables()) {
            if (path.isWithin(variable)) {
                throw new Mismatch(at, "is told by the path");
            }
        }
        if (binding.body().isPresent()
                && path.fields().get(0).equals(binding.body().get())) {
            throw new Mismatch(at, "is told by the body");
        }
        if (!seen.add(path) && !path.last().isRepeated()) {
            throw new Mismatch(at, "is there twice");
        }
        path.put(message, value(path.last(), decoded(sent, at, true), at), at);
    }

    private Object value(FieldDescriptor field, String text, At at) throws Mismatch {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return Scalars.ofText(field, text, at);
        }
        WellKnown kind = field.isMapField() ? WellKnown.NONE : WellKnown.of(field.getMessageType());
        if (kind == WellKnown.WRAPPER) {
            FieldDescriptor inner = field.getMessageType().findFieldByNumber(1);
            return DynamicMessage.newBuilder(field.getMessageType())
                    .setField(inner, Scalars.ofText(inner, text, at))
                    .build();
        }
        if (!kind.isText()) {
            throw new Mismatch(at, "is no single value");
        }
        return messages.read(field.getMessageType(), TextNode.valueOf(text), at);
    }
}
