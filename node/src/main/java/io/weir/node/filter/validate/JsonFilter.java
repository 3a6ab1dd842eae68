package io.weir.node.filter.validate;

import io.weir.node.filter.coding.CodedFields;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.RequestHead;

/** Validate, by limits or a schema: bodies are JSON, and as they should be. */
final class JsonFilter implements Filter {
    private static final int USUAL_WITH_BODY = Method.POST.bit() | Method.PUT.bit() | Method.PATCH.bit();

    private final BodyCheck check;
    private final BodyChecks checks;
    private final boolean required;

    /** @param required POST, PUT and PATCH need a body */
    JsonFilter(BodyCheck check, BodyChecks checks, boolean required) {
        this.check = check;
        this.checks = checks;
        this.required = required;
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        RequestHead head = exchange.head();
        if (exchange.bodyLength() == 0) {
            boolean needed = required && (head.method().bit() & USUAL_WITH_BODY) != 0;
            return needed ? deny(exchange, Refusals.NO_BODY) : Outcome.CONTINUE;
        }
        if (CodedFields.isCoded(exchange)) {
            exchange.addResponseField("Accept-Encoding", "identity");
            return deny(exchange, Refusals.ENCODED);
        }
        ContentType type = ContentType.of(head);
        if (type == null || !type.isJson()) {
            exchange.addResponseField("Accept", "application/json");
            return deny(exchange, Refusals.WRONG_TYPE);
        }
        return checks.check(exchange, check);
    }

    private static Outcome deny(FilterContext exchange, Problem problem) {
        exchange.deny(problem);
        return Outcome.ANSWERED;
    }
}
