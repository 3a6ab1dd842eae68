package io.weir.node.filter.grpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Writes messages as JSON (the JSON mapping of Protobuf): names in lower camel case, constants by name, what has its default
 * is left out. Immutable.
 */
final class MessageWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** Up to these every whole number is one of 64 bits, of 32 bits. */
    private static final double EXACT = 1L << 53;

    private static final double EXACT_SINGLE = 1 << 24;

    private final WellKnownWriter wellKnown;

    MessageWriter(TypeTable types) {
        wellKnown = new WellKnownWriter(this, types);
    }

    /** A message that JSON has no form for. Expected, so it carries no stack trace. */
    static final class NoJson extends IOException {
        private static final long serialVersionUID = 1L;

        NoJson(String message) {
            super(message);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /** @throws NoJson when a value has no form in JSON */
    byte[] json(Message message) throws NoJson {
        return json(out -> write(out, message));
    }

    /**
     * One field of it; what is not set as its default.
     *
     * @throws NoJson when a value has no form in JSON
     */
    byte[] json(Message message, FieldDescriptor field) throws NoJson {
        return json(out -> {
            boolean missing = field.hasPresence() && !message.hasField(field);
            if (missing && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                out.writeNull();
            } else {
                field(out, field, message.getField(field));
            }
        });
    }

    interface Writing {
        void to(JsonGenerator out) throws IOException;
    }

    static byte[] json(Writing writing) throws NoJson {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            out.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
            writing.to(out);
        } catch (NoJson e) {
            throw e;
        } catch (IOException e) {
            throw new NoJson("cannot be written as JSON");
        }
        return bytes.toByteArray();
    }

    void write(JsonGenerator out, MessageOrBuilder message) throws IOException {
        WellKnown kind = WellKnown.of(message.getDescriptorForType());
        if (kind == WellKnown.NONE) {
            out.writeStartObject();
            members(out, message);
            out.writeEndObject();
        } else {
            wellKnown.write(kind, out, message);
        }
    }

    void members(JsonGenerator out, MessageOrBuilder message) throws IOException {
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            // Extensions have no name that could be read again.
            if (!field.getKey().isExtension()) {
                out.writeFieldName(field.getKey().getJsonName());
                field(out, field.getKey(), field.getValue());
            }
        }
    }

    void field(JsonGenerator out, FieldDescriptor field, Object value) throws IOException {
        if (field.isMapField()) {
            out.writeStartObject();
            for (Object entry : (List<?>) value) {
                entry(out, (Message) entry);
            }
            out.writeEndObject();
        } else if (field.isRepeated()) {
            out.writeStartArray();
            for (Object item : (List<?>) value) {
                value(out, field, item);
            }
            out.writeEndArray();
        } else {
            value(out, field, value);
        }
    }

    private void entry(JsonGenerator out, Message entry) throws IOException {
        FieldDescriptor key = entry.getDescriptorForType().findFieldByNumber(1);
        FieldDescriptor value = entry.getDescriptorForType().findFieldByNumber(2);
        out.writeFieldName(name(key, entry.getField(key)));
        value(out, value, entry.getField(value));
    }

    private static String name(FieldDescriptor key, Object value) {
        return switch (key.getType()) {
            case UINT32, FIXED32 -> Integer.toUnsignedString((Integer) value);
            case UINT64, FIXED64 -> Long.toUnsignedString((Long) value);
            default -> value.toString();
        };
    }

    void value(JsonGenerator out, FieldDescriptor field, Object value) throws IOException {
        switch (field.getType()) {
            case INT32, SINT32, SFIXED32 -> out.writeNumber((Integer) value);
            case UINT32, FIXED32 -> out.writeNumber(Integer.toUnsignedLong((Integer) value));
            case INT64, SINT64, SFIXED64 -> out.writeString(value.toString());
            case UINT64, FIXED64 -> out.writeString(Long.toUnsignedString((Long) value));
            case BOOL -> out.writeBoolean((Boolean) value);
            case FLOAT, DOUBLE -> real(out, (Number) value);
            case STRING -> out.writeString((String) value);
            case BYTES -> out.writeString(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
            case ENUM -> constant(out, (EnumValueDescriptor) value);
            case MESSAGE, GROUP -> write(out, (Message) value);
        }
    }

    /** Whole numbers without a fraction, as everybody else writes them. */
    private static void real(JsonGenerator out, Number number) throws IOException {
        double value = number.doubleValue();
        double exact = number instanceof Float ? EXACT_SINGLE : EXACT;
        String special = Scalars.special(value);
        if (special != null) {
            out.writeString(special);
        } else if (value == Math.rint(value) && Math.abs(value) <= exact && !isMinusZero(value)) {
            out.writeNumber((long) value);
        } else if (number instanceof Float) {
            out.writeNumber(number.floatValue());
        } else {
            out.writeNumber(value);
        }
    }

    private static boolean isMinusZero(double value) {
        return value == 0 && 1 / value < 0;
    }

    private static void constant(JsonGenerator out, EnumValueDescriptor value) throws IOException {
        if (value.getType().getFullName().equals(Scalars.NULL_VALUE)) {
            out.writeNull();
        } else if (value.getIndex() < 0) {
            out.writeNumber(value.getNumber()); // one that this descriptor does not know
        } else {
            out.writeString(value.getName());
        }
    }
}
