package io.weir.node.filter.validate;

import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;

/** Whether a request has a body (RFC 9112 §6.3). Its head is known to be well-formed. */
final class BodyFields {
    private static final FieldName LENGTH = FieldName.of("content-length");
    private static final FieldName CODING = FieldName.of("transfer-encoding");

    private BodyFields() {}

    /** A chunked body counts, though it may turn out to be empty. */
    static boolean hasBody(RequestHead head) {
        if (head.indexOf(CODING, 0) >= 0) {
            return true;
        }
        int length = head.indexOf(LENGTH, 0);
        if (length < 0) {
            return false;
        }
        for (int i = head.valueStart(length); i < head.valueEnd(length); i++) {
            if (head.buffer()[i] != '0') {
                return true;
            }
        }
        return false;
    }
}
