package io.weir.node.filter.edit;

import io.weir.node.filter.transform.format.BodyFault;
import io.weir.protocol.http.Problem;

/** Why a body cannot be changed; each has a row in {@code docs/errors.md}. */
final class EditFaults {
    private static final Problem UNEDITABLE =
            Problem.of(422, "uneditable-body", "The body is not what the route's edits are for");
    private static final Problem TOO_LARGE = Problem.of(413, "body-too-large", "The request body is too large");

    private EditFaults() {}

    /** @param operation of a patch, from 0 */
    static BodyFault ofPatch(int operation, String why) {
        return new BodyFault(UNEDITABLE.withDetail("Operation " + operation + " of the patch: " + why));
    }

    static BodyFault of(String detail) {
        return new BodyFault(UNEDITABLE.withDetail(detail));
    }

    static BodyFault tooLarge() {
        return new BodyFault(TOO_LARGE.withDetail("What would be made of it is larger than the route takes"));
    }
}
