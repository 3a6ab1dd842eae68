package io.weir.node.dataplane.tls;

/** A fatal alert in answer to a hello that no engine sees (RFC 8446 §6): plain, as nothing is agreed on yet. */
public enum Alert {
    DECODE_ERROR(50),
    UNRECOGNIZED_NAME(112),
    NO_APPLICATION_PROTOCOL(120);

    private final int number;

    Alert(int number) {
        this.number = number;
    }

    /** As a record. */
    public byte[] bytes() {
        return new byte[] {21, 3, 3, 0, 2, 2, (byte) number};
    }
}
