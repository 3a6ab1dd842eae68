package io.weir.node.filter.validate;

import io.weir.node.filter.coding.CodedFields;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.Problem.Fault;
import io.weir.protocol.http.RequestHead;
import java.util.ArrayList;
import java.util.List;

/** Validate, by an OpenAPI description: path and method, then parameters, then the body. */
final class OpenApiFilter implements Filter {
    private final ContractPaths paths;
    private final BodyChecks checks;

    OpenApiFilter(ContractPaths paths, BodyChecks checks) {
        this.paths = paths;
        this.checks = checks;
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        RequestHead head = exchange.head();
        ContractPaths.Match match = paths.find(head.text(head.pathStart(), head.pathEnd()));
        if (match == null) {
            return deny(exchange, Refusals.NO_PATH);
        }
        ContractReader.Operation operation = match.operation(head.method());
        if (operation == null) {
            exchange.addResponseField("Allow", match.allow());
            return deny(exchange, Refusals.NO_METHOD);
        }
        List<Fault> faults = parameters(operation, new RequestValues(head, match));
        if (!faults.isEmpty()) {
            return deny(exchange, Refusals.BAD_PARAMETERS.withErrors(faults));
        }
        return body(exchange, operation.content());
    }

    private static List<Fault> parameters(ContractReader.Operation operation, RequestValues values) {
        List<Fault> faults = new ArrayList<>();
        for (Parameter parameter : operation.parameters()) {
            List<String> texts = values.of(parameter);
            faults.addAll(
                    texts == null
                            ? List.of(parameter.fault("", "is not encoded as it should be"))
                            : parameter.check(texts));
        }
        return faults.size() <= BodySchema.MOST_FAULTS ? faults : faults.subList(0, BodySchema.MOST_FAULTS);
    }

    private Outcome body(FilterContext exchange, BodyContent content) {
        RequestHead head = exchange.head();
        if (exchange.bodyLength() == 0) {
            return content.required() ? deny(exchange, Refusals.NO_BODY) : Outcome.CONTINUE;
        }
        if (content.kinds().isEmpty()) {
            return deny(exchange, Refusals.NO_BODY_TAKEN);
        }
        if (CodedFields.isCoded(exchange)) {
            exchange.addResponseField("Accept-Encoding", "identity");
            return deny(exchange, Refusals.ENCODED);
        }
        ContentType type = ContentType.of(head);
        BodyContent.Kind kind = type == null ? null : content.kind(type);
        if (kind == null || kind.check() != null && type != null && !type.isUtf8()) {
            exchange.addResponseField("Accept", content.accepted());
            return deny(exchange, Refusals.WRONG_TYPE);
        }
        BodyCheck check = kind.check();
        return check == null ? Outcome.CONTINUE : checks.check(exchange, check);
    }

    private static Outcome deny(FilterContext exchange, Problem problem) {
        exchange.deny(problem);
        return Outcome.ANSWERED;
    }
}
