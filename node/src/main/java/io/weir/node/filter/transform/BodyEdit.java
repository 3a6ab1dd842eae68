package io.weir.node.filter.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.node.filter.transform.format.BodyFault;

/** Changes one body. On a loop or a worker, so it touches nothing of its exchange. */
public interface BodyEdit {
    /**
     * @param tree may be changed; see {@link io.weir.node.filter.transform.format.Codec} for what is in it, and may be in what is answered
     * @param status of the answer whose body it is; 0: it is a request's
     * @throws BodyFault when it cannot be done
     */
    JsonNode edit(JsonNode tree, int status) throws BodyFault;

    /** Whether it may take longer than a look at each value, so that it is no work for a loop however short the body. */
    default boolean takesLong() {
        return false;
    }
}
