package io.weir.node.filter.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.HashSet;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/** Messages of any type from a seed, all of which have a form in JSON. */
final class RandomMessages {
    private static final String[] TEXTS = {"", "a", "ünïcödé", "\u0000\u001f\"\\/", "\ud83d\ude00", "true", "1", "null"
    };
    /** Without -0.0: trees of JSON have none. */
    private static final double[] REALS = {
        0, 1, -1.5, 1e300, 4.9E-324, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1L << 53, 1e22
    };

    private final Random random;

    RandomMessages(Random random) {
        this.random = random;
    }

    Message of(Descriptor type, int depth) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        switch (WellKnown.of(type)) {
            case TIMESTAMP -> moment(message, random.nextLong(-62_135_596_800L, 253_402_300_800L), 1);
            case DURATION -> {
                long seconds = random.nextLong(-315_576_000_000L, 315_576_000_001L);
                moment(message, seconds, Long.signum(seconds));
            }
            case FIELD_MASK ->
                message.addRepeatedField(type.findFieldByNumber(1), "name")
                        .addRepeatedField(type.findFieldByNumber(1), "author.first_name");
            case VALUE -> value(message, depth);
            case ANY -> any(message, depth);
            case WRAPPER -> message.setField(type.findFieldByNumber(1), single(type.findFieldByNumber(1), depth));
            default -> fields(message, depth);
        }
        return message.build();
    }

    private void moment(DynamicMessage.Builder message, long seconds, int sign) {
        int[] nanos = {0, 500_000_000, 1_000, 999_999_999, random.nextInt(1_000_000_000)};
        int left = Math.abs(seconds) == 315_576_000_000L ? 0 : nanos[random.nextInt(nanos.length)];
        Descriptor type = message.getDescriptorForType();
        message.setField(type.findFieldByNumber(1), seconds)
                .setField(type.findFieldByNumber(2), left * (sign == 0 ? 1 : sign));
    }

    private void value(DynamicMessage.Builder message, int depth) {
        FieldDescriptor kind = message.getDescriptorForType().findFieldByNumber(1 + random.nextInt(depth > 0 ? 6 : 4));
        Object value = kind.getNumber() == 2 ? (Object) 1.25 : single(kind, depth);
        message.setField(kind, value);
    }

    private void any(DynamicMessage.Builder message, int depth) {
        String[] names = {"weir.test.Book", "google.protobuf.Duration", "google.protobuf.StringValue"};
        String name = names[random.nextInt(names.length)];
        Descriptor type = Objects.requireNonNull(Library.TYPES.find("/" + name));
        message.setField(message.getDescriptorForType().findFieldByNumber(1), "type.googleapis.com/" + name)
                .setField(
                        message.getDescriptorForType().findFieldByNumber(2),
                        of(type, depth - 1).toByteString());
    }

    private void fields(DynamicMessage.Builder message, int depth) {
        Descriptor type = message.getDescriptorForType();
        for (FieldDescriptor field : type.getFields()) {
            if (random.nextInt(type.getFields().size() > 10 ? 4 : 2) > 0 || depth <= 0 && isMessage(field)) {
                continue;
            }
            if (field.isMapField()) {
                entries(message, field, depth);
            } else if (field.isRepeated()) {
                for (int i = random.nextInt(4); i > 0; i--) {
                    message.addRepeatedField(field, single(field, depth));
                }
            } else {
                message.setField(field, single(field, depth));
            }
        }
    }

    private static boolean isMessage(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    }

    private void entries(DynamicMessage.Builder message, FieldDescriptor field, int depth) {
        FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
        Set<Object> keys = new HashSet<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            Object next = single(key, depth);
            if (keys.add(next)) {
                message.addRepeatedField(
                        field,
                        DynamicMessage.newBuilder(field.getMessageType())
                                .setField(key, next)
                                .setField(value, single(value, depth))
                                .build());
            }
        }
    }

    private Object single(FieldDescriptor field, int depth) {
        return switch (field.getJavaType()) {
            case INT -> random.nextBoolean() ? random.nextInt(10) : random.nextInt();
            case LONG -> random.nextBoolean() ? random.nextInt(10) : random.nextLong();
            case FLOAT -> random.nextBoolean() ? random.nextFloat() : (float) REALS[random.nextInt(REALS.length)];
            case DOUBLE -> random.nextBoolean() ? random.nextDouble() * 1e9 : REALS[random.nextInt(REALS.length)];
            case BOOLEAN -> random.nextBoolean();
            case STRING -> TEXTS[random.nextInt(TEXTS.length)];
            case BYTE_STRING -> {
                byte[] bytes = new byte[random.nextInt(6)];
                random.nextBytes(bytes);
                yield ByteString.copyFrom(bytes);
            }
            case ENUM -> constant(field.getEnumType());
            case MESSAGE -> of(field.getMessageType(), depth - 1);
        };
    }

    private Object constant(EnumDescriptor type) {
        boolean unknown = random.nextInt(8) == 0 && !type.getFullName().equals("google.protobuf.NullValue");
        return unknown
                ? type.findValueByNumberCreatingIfUnknown(777)
                : type.getValues().get(random.nextInt(type.getValues().size()));
    }
}
