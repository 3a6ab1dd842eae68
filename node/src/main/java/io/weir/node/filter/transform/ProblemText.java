package io.weir.node.filter.transform;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.node.filter.transform.format.BodyFault;
import io.weir.node.filter.transform.format.JsonCodec;
import io.weir.protocol.http.Problem;

/** Problems that take the place of an answer, as the gateway spells its own. */
final class ProblemText {
    private ProblemText() {}

    static ObjectNode tree(Problem problem, String requestId) {
        ObjectNode tree = JsonNodeFactory.instance
                .objectNode()
                .put("type", "urn:weir:problem:" + problem.type())
                .put("title", problem.title())
                .put("status", problem.status());
        if (!problem.detail().isEmpty()) {
            tree.put("detail", problem.detail());
        }
        return tree.put("requestId", requestId);
    }

    static byte[] json(Problem problem, String requestId) {
        try {
            return JsonCodec.text(tree(problem, requestId));
        } catch (BodyFault e) {
            throw new IllegalStateException("a problem has a form in JSON", e);
        }
    }
}
