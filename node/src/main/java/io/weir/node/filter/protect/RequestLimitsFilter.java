package io.weir.node.filter.protect;

import io.weir.config.model.Protection;
import io.weir.node.decide.protect.MediaTypes;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.RequestHead;
import java.util.List;

/** Bounds what a request of the route may be: its target, its body's length and type. Before any of the body is read. */
final class RequestLimitsFilter implements Filter {
    private static final Problem URI = Problem.of(414, "uri-too-long", "The request's target is too long");
    private static final Problem BODY = Problem.of(413, "body-too-large", "The request body is too large");
    private static final Problem TYPE =
            Problem.of(415, "unsupported-media-type", "The request body is of a type that is not taken here");
    private static final Problem NO_TYPE = TYPE.withDetail("The request has a body, but does not say of which type");
    private static final Problem MANY_TYPES = TYPE.withDetail("Content-Type is there more than once");
    private static final FieldName CONTENT_TYPE = FieldName.of("content-type");

    private final Protection.RequestLimits policy;
    private final MediaTypes types;
    private final String accepted;

    RequestLimitsFilter(Protection.RequestLimits policy) {
        this.policy = policy;
        types = new MediaTypes(policy.contentTypes());
        accepted = String.join(", ", policy.contentTypes());
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        RequestHead head = exchange.head();
        if (policy.uriBytes() > 0 && targetLength(head) > policy.uriBytes()) {
            exchange.deny(URI);
            return Outcome.ANSWERED;
        }
        long length = exchange.bodyLength();
        if (length == 0) {
            return Outcome.CONTINUE;
        }
        if (policy.bodyBytes() > 0) {
            if (length > policy.bodyBytes()) {
                exchange.deny(BODY);
                return Outcome.ANSWERED;
            }
            exchange.limitBody(policy.bodyBytes());
        }
        return type(exchange, head);
    }

    private static int targetLength(RequestHead head) {
        int query = head.queryEnd() - head.queryStart();
        return head.pathEnd() - head.pathStart() + (query > 0 ? query + 1 : 0);
    }

    private Outcome type(FilterContext exchange, RequestHead head) {
        List<String> allowed = policy.contentTypes();
        if (allowed.isEmpty() && !policy.requireContentType()) {
            return Outcome.CONTINUE;
        }
        int field = head.indexOf(CONTENT_TYPE, 0);
        if (field < 0) {
            return policy.requireContentType() ? refuse(exchange, NO_TYPE) : Outcome.CONTINUE;
        }
        if (head.indexOf(CONTENT_TYPE, field + 1) >= 0) {
            return refuse(exchange, MANY_TYPES);
        }
        boolean good = allowed.isEmpty() || types.contains(head.buffer(), head.valueStart(field), head.valueEnd(field));
        return good ? Outcome.CONTINUE : refuse(exchange, TYPE);
    }

    /** Says what would be taken: RFC 9110 §15.5.16, for PATCH RFC 5789 §2.2, for POST as Linked Data Platform has it. */
    private Outcome refuse(FilterContext exchange, Problem problem) {
        if (!accepted.isEmpty()) {
            exchange.addResponseField("Accept", accepted);
            Method method = exchange.head().method();
            if (method == Method.POST || method == Method.PATCH) {
                exchange.addResponseField(method == Method.POST ? "Accept-Post" : "Accept-Patch", accepted);
            }
        }
        exchange.deny(problem);
        return Outcome.ANSWERED;
    }
}
