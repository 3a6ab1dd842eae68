package io.weir.protocol.http;

/**
 * An error answer (RFC 9457). {@code type} is a stable URI reference, documented in {@code docs/errors.md}.
 *
 * @param status HTTP status, 400 to 599
 * @param type stable name, e.g. {@code no-route}; the answer spells it {@code urn:weir:problem:no-route}
 * @param title one short sentence, the same for every occurrence
 * @param detail what happened this time, without inner detail; may be empty
 */
public record Problem(int status, String type, String title, String detail) {
    public static Problem of(int status, String type, String title) {
        return new Problem(status, type, title, "");
    }

    public Problem withDetail(String newDetail) {
        return new Problem(status, type, title, newDetail);
    }
}
