package io.weir.node.testkit;

/** Error codes of HTTP/2 (RFC 9113 §7), in their order. */
public enum Http2Code {
    NO_ERROR,
    PROTOCOL_ERROR,
    INTERNAL_ERROR,
    FLOW_CONTROL_ERROR,
    SETTINGS_TIMEOUT,
    STREAM_CLOSED,
    FRAME_SIZE_ERROR,
    REFUSED_STREAM,
    CANCEL,
    COMPRESSION_ERROR,
    CONNECT_ERROR,
    ENHANCE_YOUR_CALM,
    INADEQUATE_SECURITY,
    HTTP_1_1_REQUIRED;

    private static final Http2Code[] ALL = values();

    @SuppressWarnings("EnumOrdinal") // they are in the RFC's order
    public static Http2Code of(int number) {
        return ALL[number];
    }

    @SuppressWarnings("EnumOrdinal") // they are in the RFC's order
    public int number() {
        return ordinal();
    }
}
