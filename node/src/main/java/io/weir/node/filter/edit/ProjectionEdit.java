package io.weir.node.filter.edit;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.config.projection.Projection;
import io.weir.config.projection.ProjectionFault;
import io.weir.node.filter.transform.format.BodyFault;

/** What an expression makes of a body. */
record ProjectionEdit(Projection projection, long most, int deepest) implements TreeEdit {
    @Override
    public JsonNode edit(JsonNode tree) throws BodyFault {
        try {
            return projection.project(tree, most, deepest);
        } catch (ProjectionFault e) {
            throw switch (e.kind()) {
                case UNFIT -> EditFaults.of("The projection has no result for it");
                case TOO_COSTLY -> EditFaults.of("The projection would take more than it may");
                case TOO_LARGE -> EditFaults.tooLarge();
            };
        }
    }
}
