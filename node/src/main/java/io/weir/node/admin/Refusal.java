package io.weir.node.admin;

import io.weir.protocol.admin.ProblemReport;
import io.weir.protocol.http.Problem;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpHeader;

/** Ends a call with a problem. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ProblemReport report;
    private final transient List<HttpHeader> headers;

    Refusal(ProblemReport report, HttpHeader... headers) {
        super(report.title(), null, false, false);
        this.report = report;
        this.headers = List.of(headers);
    }

    /** The request itself is wrong: names the part and what was expected there. */
    static Refusal badRequest(String field, String detail, String expected) {
        Problem problem = new Problem(400, "bad-request", "The request is not understood", detail);
        return new Refusal(ProblemReport.of(problem).at(field, expected));
    }

    static Refusal notFound(String field, String detail, String expected) {
        Problem problem = new Problem(404, "not-found", "There is no such thing", detail);
        return new Refusal(ProblemReport.of(problem).at(field, expected));
    }

    static Refusal of(int status, String type, String title, String detail) {
        return new Refusal(ProblemReport.of(new Problem(status, type, title, detail)));
    }

    ProblemReport report() {
        return report;
    }

    List<HttpHeader> headers() {
        return headers;
    }
}
