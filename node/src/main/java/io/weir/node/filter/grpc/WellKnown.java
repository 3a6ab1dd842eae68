package io.weir.node.filter.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import java.util.Map;

/** Types whose JSON is not that of their fields. */
enum WellKnown {
    /** Every other type. */
    NONE,
    ANY,
    TIMESTAMP,
    DURATION,
    FIELD_MASK,
    STRUCT,
    VALUE,
    LIST_VALUE,
    /** Of a scalar, so that it can be missing. */
    WRAPPER;

    private static final String PACKAGE = "google.protobuf.";
    private static final Map<String, WellKnown> BY_NAME = Map.ofEntries(
            Map.entry("Any", ANY),
            Map.entry("Timestamp", TIMESTAMP),
            Map.entry("Duration", DURATION),
            Map.entry("FieldMask", FIELD_MASK),
            Map.entry("Struct", STRUCT),
            Map.entry("Value", VALUE),
            Map.entry("ListValue", LIST_VALUE),
            Map.entry("DoubleValue", WRAPPER),
            Map.entry("FloatValue", WRAPPER),
            Map.entry("Int64Value", WRAPPER),
            Map.entry("UInt64Value", WRAPPER),
            Map.entry("Int32Value", WRAPPER),
            Map.entry("UInt32Value", WRAPPER),
            Map.entry("BoolValue", WRAPPER),
            Map.entry("StringValue", WRAPPER),
            Map.entry("BytesValue", WRAPPER));

    static WellKnown of(Descriptor type) {
        String name = type.getFullName();
        return name.startsWith(PACKAGE) ? BY_NAME.getOrDefault(name.substring(PACKAGE.length()), NONE) : NONE;
    }

    /** Whether it is one value, and no object, so that a parameter can be it. */
    boolean isText() {
        return this == TIMESTAMP || this == DURATION || this == FIELD_MASK;
    }
}
