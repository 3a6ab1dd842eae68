package io.weir.protocol.http;

import java.util.List;

/**
 * An error answer (RFC 9457). {@code type} is a stable URI reference, documented in {@code docs/errors.md}.
 *
 * @param status HTTP status, 400 to 599
 * @param type stable name, e.g. {@code no-route}; the answer spells it {@code urn:weir:problem:no-route}
 * @param title one short sentence, the same for every occurrence
 * @param detail what happened this time, without inner detail; may be empty
 * @param errors what is wrong, place by place; usually empty
 */
public record Problem(int status, String type, String title, String detail, List<Fault> errors) {
    public Problem {
        errors = List.copyOf(errors);
    }

    public Problem(int status, String type, String title, String detail) {
        this(status, type, title, detail, List.of());
    }

    public static Problem of(int status, String type, String title) {
        return new Problem(status, type, title, "");
    }

    public Problem withDetail(String newDetail) {
        return new Problem(status, type, title, newDetail, errors);
    }

    public Problem withErrors(List<Fault> newErrors) {
        return new Problem(status, type, title, detail, newErrors);
    }

    /**
     * One thing that is wrong with a request.
     *
     * @param in what {@code place} is
     * @param place where it is: a JSON Pointer (RFC 6901) into the body, or {@code query:NAME} and the like
     * @param detail what is expected there; never a value of the request
     */
    public record Fault(In in, String place, String detail) {
        /** What a place is; in lower case the name of its member in the answer. */
        public enum In {
            POINTER,
            PARAMETER,
            /** Its place is the text by which clients of GraphQL tell errors apart. */
            MESSAGE
        }

        public static Fault at(String pointer, String detail) {
            return new Fault(In.POINTER, pointer, detail);
        }
    }
}
