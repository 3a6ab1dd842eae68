package io.weir.node.filter.adapt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.config.adapt.JsonBody;
import io.weir.protocol.http.Problem;

/** A problem of the gateway's own, where an answer has begun to come. */
final class ProblemText {
    static final String CONTENT_TYPE = "application/problem+json";
    private static final String TYPE = "urn:weir:problem:";

    private ProblemText() {}

    static byte[] of(Problem problem, String requestId) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", TYPE + problem.type());
        json.put("title", problem.title());
        json.put("status", problem.status());
        if (!problem.detail().isEmpty()) {
            json.put("detail", problem.detail());
        }
        json.put("requestId", requestId);
        return JsonBody.bytes(json);
    }
}
