package io.weir.protocol.http;

/** The request methods that have meaning to a gateway (RFC 9110 §9); every other token is {@link #OTHER}. */
public enum Method {
    GET(true),
    HEAD(true),
    POST(false),
    PUT(true),
    DELETE(true),
    OPTIONS(true),
    TRACE(true),
    PATCH(false),
    CONNECT(false),
    OTHER(false);

    private final boolean idempotent;

    Method(boolean idempotent) {
        this.idempotent = idempotent;
    }

    /** Whether sending it twice has the effect of sending it once (RFC 9110 §9.2.2). */
    public boolean isIdempotent() {
        return idempotent;
    }

    /** Its bit in a set of methods kept as an int. */
    @SuppressWarnings("EnumOrdinal") // only within one process, never stored
    public int bit() {
        return 1 << ordinal();
    }
}
