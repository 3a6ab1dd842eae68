package io.weir.node.filter.transform;

import io.weir.config.model.BodyFormat;
import io.weir.config.model.Transform;
import io.weir.node.filter.coding.PlainAnswer;
import io.weir.node.filter.validate.ContentType;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Transform: what a client sends arrives in the backend's format, what the backend answers in the client's, and both may be
 * changed meanwhile. A body is read once and written once. Thread-safe.
 */
final class TransformFilter implements Filter {
    private static final FieldName CONTENT_TYPE = FieldName.of("content-type");
    private static final FieldName ACCEPT = FieldName.of("accept");
    private static final FieldName CONTENT_ENCODING = FieldName.of("content-encoding");
    private static final FieldName[] RANGES = {FieldName.of("range"), FieldName.of("if-range")};

    private final Formats formats;
    private final Transform.@Nullable Request request;
    private final Transform.@Nullable Response response;
    private final List<BodyEdits> edits;
    private final int mostBytes;
    private final BoundedWork workers;
    private final RequestBodies bodies;

    TransformFilter(Transform policy, List<BodyEdits> edits, BoundedWork workers) {
        this.formats = new Formats(policy);
        this.request = policy.request().filter(side -> !side.accept().isEmpty()).orElse(null);
        this.response =
                policy.response().filter(side -> !side.offer().isEmpty()).orElse(null);
        this.edits = List.copyOf(edits);
        this.mostBytes = policy.bodyBytes();
        this.workers = workers;
        this.bodies = new RequestBodies(policy.bodyBytes(), workers);
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        if (exchange.isWebSocket()) {
            return Outcome.CONTINUE;
        }
        Problem refused = answer(exchange);
        if (refused != null) {
            exchange.addResponseField("Vary", "Accept");
            return deny(exchange, refused);
        }
        return exchange.bodyLength() == 0 ? Outcome.CONTINUE : body(exchange);
    }

    /** Null: the answer can be what the client wants. */
    private @Nullable Problem answer(FilterContext exchange) {
        List<BodyEdit> changes = answerEdits(edits, exchange);
        Transform.Response offer = response;
        if (offer == null && changes.isEmpty()) {
            return null;
        }
        AnswerPlan plan =
                offer == null ? new NegotiatedAnswer(formats, "", "", changes) : plan(exchange, offer, changes);
        if (plan == null) {
            return TransformRefusals.NOT_ACCEPTABLE.withDetail(
                    "It can be " + String.join(", ", offer == null ? List.of() : offer.offer()));
        }
        if (plan.converts()) {
            for (FieldName range : RANGES) {
                exchange.dropRequestField(range);
            }
        }
        boolean head = exchange.head().method() == Method.HEAD;
        String id = exchange.requestId();
        exchange.translateAnswer(() -> new AnswerConversion(plan, head, mostBytes, workers, id));
        PlainAnswer.ask(exchange, Long.MAX_VALUE); // what is converted is bounded, what passes need not be
        return null;
    }

    private @Nullable AnswerPlan plan(FilterContext exchange, Transform.Response offer, List<BodyEdit> changes) {
        String accept = exchange.requestField(ACCEPT);
        int chosen = Negotiation.choose(accept == null ? "" : accept, offer.offer());
        if (chosen < 0) {
            return null;
        }
        exchange.setRequestField(ACCEPT, offer.from());
        return new NegotiatedAnswer(formats, offer.offer().get(chosen), offer.from(), changes);
    }

    private Outcome body(FilterContext exchange) {
        List<BodyEdit> changes = requestEdits(edits, exchange);
        String said = exchange.requestField(CONTENT_TYPE);
        ContentType type = said == null ? null : ContentType.parse(said);
        BodyFormat own = type == null ? null : BodyFormat.of(type.essence()).orElse(null);
        Transform.Request taken = request;
        if (taken != null && (own == null || !takes(taken, own))) {
            exchange.addResponseField("Accept", accepted(taken));
            return deny(exchange, TransformRefusals.WRONG_TYPE);
        }
        if (type == null || own == null) {
            return Outcome.CONTINUE;
        }
        BodyFormat wanted = taken == null ? own : BodyFormat.of(taken.to()).orElse(own);
        if (own == wanted && changes.isEmpty()) {
            return Outcome.CONTINUE;
        }
        String coding = exchange.requestField(CONTENT_ENCODING);
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            return deny(exchange, TransformRefusals.ENCODED);
        }
        String contentType = own == wanted || taken == null ? said : Formats.contentType(taken.to());
        Conversion conversion = new TreeConversion(
                formats.of(own), type.charset(), changes, formats.of(wanted), String.valueOf(contentType));
        return bodies.convert(exchange, conversion, TransformFilter::deny);
    }

    /** In their order. */
    static List<BodyEdit> requestEdits(List<BodyEdits> edits, FilterContext exchange) {
        List<BodyEdit> changes = new ArrayList<>(edits.size());
        for (BodyEdits one : edits) {
            BodyEdit edit = one.request(exchange);
            if (edit != null) {
                changes.add(edit);
            }
        }
        return changes;
    }

    /** The other way round. */
    static List<BodyEdit> answerEdits(List<BodyEdits> edits, FilterContext exchange) {
        List<BodyEdit> changes = new ArrayList<>(edits.size());
        for (int i = edits.size() - 1; i >= 0; i--) {
            BodyEdit edit = edits.get(i).answer(exchange);
            if (edit != null) {
                changes.add(edit);
            }
        }
        return changes;
    }

    private static boolean takes(Transform.Request taken, BodyFormat format) {
        if (isOf(taken.to(), format)) {
            return true;
        }
        for (String type : taken.accept()) {
            if (isOf(type, format)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(String type, BodyFormat format) {
        return BodyFormat.of(type).orElse(null) == format;
    }

    private static String accepted(Transform.Request taken) {
        List<String> types = new ArrayList<>(taken.accept());
        if (!types.contains(taken.to())) {
            types.add(taken.to());
        }
        return String.join(", ", types);
    }

    private static Outcome deny(FilterContext exchange, Problem problem) {
        exchange.deny(problem);
        return Outcome.ANSWERED;
    }
}
