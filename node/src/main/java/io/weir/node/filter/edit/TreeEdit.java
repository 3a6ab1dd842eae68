package io.weir.node.filter.edit;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.node.filter.transform.format.BodyFault;

/** One step, with the values of its exchange. On a loop or a worker; may be used again for another attempt. */
interface TreeEdit {
    /**
     * @param tree may be changed
     * @throws BodyFault when it cannot be done
     */
    JsonNode edit(JsonNode tree) throws BodyFault;
}
