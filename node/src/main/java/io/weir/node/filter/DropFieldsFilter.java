package io.weir.node.filter;

import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;

/**
 * Takes the fields that tell backends who calls out of what clients send. Where some backends believe them, nobody may write
 * them from outside, also on routes that ask for no credential.
 */
final class DropFieldsFilter implements Filter {
    private final FieldName[] fields;

    DropFieldsFilter(FieldName[] fields) {
        this.fields = fields;
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        for (FieldName field : fields) {
            exchange.dropRequestField(field);
        }
        return Outcome.CONTINUE;
    }
}
