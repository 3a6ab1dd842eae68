package io.weir.protocol.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.weir.protocol.http.Problem;
import java.util.List;

/**
 * Every error of the admin API (RFC 9457, {@code application/problem+json}); what is empty is left out.
 *
 * @param type {@code urn:weir:problem:NAME}
 * @param field the header, query parameter or path segment that is wrong
 * @param expected what would have been right
 * @param node the member that refused
 * @param errors every mistake of a document
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ProblemReport(
        String type,
        String title,
        int status,
        String detail,
        String field,
        String expected,
        String node,
        List<DocumentMistake> errors) {
    public ProblemReport {
        errors = List.copyOf(errors);
    }

    public static ProblemReport of(Problem problem) {
        return new ProblemReport(
                "urn:weir:problem:" + problem.type(),
                problem.title(),
                problem.status(),
                problem.detail(),
                "",
                "",
                "",
                List.of());
    }

    /** With the part of the request that is wrong. */
    public ProblemReport at(String newField, String newExpected) {
        return new ProblemReport(type, title, status, detail, newField, newExpected, node, errors);
    }

    public ProblemReport by(String newNode) {
        return new ProblemReport(type, title, status, detail, field, expected, newNode, errors);
    }

    public ProblemReport with(List<DocumentMistake> newErrors) {
        return new ProblemReport(type, title, status, detail, field, expected, node, newErrors);
    }

    /**
     * @param line from 1
     * @param column from 1
     * @param path the field, e.g. {@code upstreams[2].timeouts.connect}; empty for the document itself
     * @param expected what would be right; may be empty
     */
    public record DocumentMistake(int line, int column, String path, String message, String expected) {}
}
