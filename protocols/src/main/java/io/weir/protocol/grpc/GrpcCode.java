package io.weir.protocol.grpc;

import org.jspecify.annotations.Nullable;

/** How a call ended (google.rpc.Code), in the order of the numbers on the wire. */
public enum GrpcCode {
    OK(200),
    /** Who called wanted no answer any more. */
    CANCELLED(499),
    UNKNOWN(500),
    INVALID_ARGUMENT(400),
    DEADLINE_EXCEEDED(504),
    NOT_FOUND(404),
    ALREADY_EXISTS(409),
    PERMISSION_DENIED(403),
    RESOURCE_EXHAUSTED(429),
    FAILED_PRECONDITION(400),
    ABORTED(409),
    OUT_OF_RANGE(400),
    UNIMPLEMENTED(501),
    INTERNAL(500),
    UNAVAILABLE(503),
    DATA_LOSS(500),
    UNAUTHENTICATED(401);

    private static final GrpcCode[] ALL = values();
    private static final int NUMBER_OF_TWO_DIGITS = 10;

    private final int httpStatus;

    GrpcCode(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    /** As {@code grpc-status} has it. */
    @SuppressWarnings("EnumOrdinal") // the constants stand in the order of google.rpc.Code
    public int number() {
        return ordinal();
    }

    /** What it is in HTTP, as google/rpc/code.proto has it. */
    public int httpStatus() {
        return httpStatus;
    }

    /** Numbers that nobody has assigned are {@link #UNKNOWN} (gRPC's statuscodes document). */
    public static GrpcCode of(int number) {
        return number >= 0 && number < ALL.length ? ALL[number] : UNKNOWN;
    }

    /** Of a value of {@code grpc-status}; what is no number is {@link #UNKNOWN}. */
    public static GrpcCode of(byte[] buffer, int start, int end) {
        int length = end - start;
        if (length < 1 || length > 2) {
            return UNKNOWN;
        }
        int number = 0;
        for (int i = start; i < end; i++) {
            if (buffer[i] < '0' || buffer[i] > '9') {
                return UNKNOWN;
            }
            number = number * NUMBER_OF_TWO_DIGITS + buffer[i] - '0';
        }
        return of(number);
    }

    /** By its name in capitals, or null. */
    public static @Nullable GrpcCode named(String name) {
        for (GrpcCode code : ALL) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return null;
    }

    /**
     * Of an answer that has no {@code grpc-status}, so that something between made it (gRPC's http-grpc-status-mapping). For
     * what this gateway answers itself, {@link #ofOwn} says it better.
     */
    public static GrpcCode ofHttp(int status) {
        return switch (status) {
            case 400 -> INTERNAL;
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 404 -> UNIMPLEMENTED;
            case 429, 502, 503, 504 -> UNAVAILABLE;
            default -> UNKNOWN;
        };
    }

    /** Of a problem that this gateway answers a call with; clients retry {@link #UNAVAILABLE}, and only that. */
    public static GrpcCode ofOwn(int status) {
        return switch (status) {
            case 400, 414, 415, 417, 422, 431 -> INVALID_ARGUMENT;
            case 401 -> UNAUTHENTICATED;
            case 403, 421 -> PERMISSION_DENIED;
            case 404, 405, 406, 501, 505 -> UNIMPLEMENTED;
            case 408, 504 -> DEADLINE_EXCEEDED;
            case 413, 429 -> RESOURCE_EXHAUSTED;
            case 500 -> INTERNAL;
            case 502, 503 -> UNAVAILABLE;
            default -> UNKNOWN;
        };
    }
}
