package io.weir.node.admin;

import io.weir.protocol.admin.ProblemReport;
import io.weir.protocol.http.Problem;

/** What is said of a change that did not come through. */
final class Spreads {
    private Spreads() {}

    static Refusal notStored() {
        Problem problem = new Problem(
                503, "not-stored", "The change could not be kept", "This node could not write it down. Nothing holds.");
        return new Refusal(ProblemReport.of(problem), Answers.header("Retry-After", "2"));
    }
}
