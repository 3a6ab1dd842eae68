package io.weir.node.filter.transform;

import io.weir.config.model.BodyFormat;
import io.weir.config.model.Transform;
import io.weir.node.filter.transform.format.BodyFault;
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
    static final FieldName CONTENT_TYPE = FieldName.of("content-type");
    static final FieldName ACCEPT = FieldName.of("accept");
    private static final FieldName ACCEPT_ENCODING = FieldName.of("accept-encoding");
    private static final FieldName CONTENT_ENCODING = FieldName.of("content-encoding");
    private static final FieldName[] RANGES = {FieldName.of("range"), FieldName.of("if-range")};
    private static final FieldName[] OF_THE_BYTES = {
        FieldName.of("content-digest"),
        FieldName.of("content-md5"),
        FieldName.of("repr-digest"),
        FieldName.of("digest"),
    };

    private final Formats formats;
    private final Transform.@Nullable Request request;
    private final Transform.@Nullable Response response;
    private final List<BodyEdits> edits;
    private final int mostBytes;
    private final BoundedWork workers;

    TransformFilter(Transform policy, List<BodyEdits> edits, BoundedWork workers) {
        this.formats = new Formats(policy);
        this.request = policy.request().orElse(null);
        this.response = policy.response().orElse(null);
        this.edits = List.copyOf(edits);
        this.mostBytes = policy.bodyBytes();
        this.workers = workers;
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
        List<BodyEdit> changes = new ArrayList<>(edits.size());
        for (int i = edits.size() - 1; i >= 0; i--) {
            BodyEdit edit = edits.get(i).answer(exchange);
            if (edit != null) {
                changes.add(edit);
            }
        }
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
        exchange.setRequestField(ACCEPT_ENCODING, "identity");
        if (plan.converts()) {
            for (FieldName range : RANGES) {
                exchange.dropRequestField(range);
            }
        }
        boolean head = exchange.head().method() == Method.HEAD;
        String id = exchange.requestId();
        exchange.translateAnswer(() -> new AnswerConversion(plan, head, mostBytes, workers, id));
        return null;
    }

    private @Nullable AnswerPlan plan(FilterContext exchange, Transform.Response offer, List<BodyEdit> changes) {
        String accept = exchange.head().joined(ACCEPT, ",");
        int chosen = Negotiation.choose(accept == null ? "" : accept, offer.offer());
        if (chosen < 0) {
            return null;
        }
        exchange.setRequestField(ACCEPT, offer.from());
        return new NegotiatedAnswer(formats, offer.offer().get(chosen), offer.from(), changes);
    }

    private Outcome body(FilterContext exchange) {
        List<BodyEdit> changes = new ArrayList<>(edits.size());
        for (BodyEdits one : edits) {
            BodyEdit edit = one.request(exchange);
            if (edit != null) {
                changes.add(edit);
            }
        }
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
        return collect(
                exchange,
                new TreeConversion(
                        formats.of(own), type.charset(), changes, formats.of(wanted), String.valueOf(contentType)));
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

    private Outcome collect(FilterContext exchange, Conversion conversion) {
        Outcome collected = exchange.collectBody(mostBytes, () -> {
            Outcome outcome = convert(exchange, conversion);
            if (outcome != Outcome.WAIT) {
                exchange.resume(outcome);
            }
        });
        return collected == Outcome.CONTINUE ? convert(exchange, conversion) : collected;
    }

    private Outcome convert(FilterContext exchange, Conversion conversion) {
        byte[] body = exchange.body();
        if (body == null) {
            throw new IllegalStateException("the body was collected");
        }
        if (body.length == 0) {
            return Outcome.CONTINUE;
        }
        if (body.length <= Conversion.SMALL) {
            return converted(exchange, conversion, body).conclude();
        }
        boolean taken = workers.take(() -> {
            Conclusion conclusion = converted(exchange, conversion, body);
            exchange.loop().execute(() -> exchange.resume(conclusion.conclude()));
        });
        return taken ? Outcome.WAIT : deny(exchange, TransformRefusals.OVERLOADED);
    }

    /** What is to be done on the loop, found out by whoever has the time. */
    private interface Conclusion {
        Outcome conclude();
    }

    private static Conclusion converted(FilterContext exchange, Conversion conversion, byte[] body) {
        try {
            Conversion.Converted result = conversion.convert(body, 0);
            return () -> replace(exchange, result);
        } catch (BodyFault e) {
            Problem problem = e.problem();
            return () -> deny(exchange, problem);
        }
    }

    private static Outcome replace(FilterContext exchange, Conversion.Converted result) {
        exchange.setRequestField(CONTENT_TYPE, result.contentType());
        for (FieldName field : OF_THE_BYTES) {
            exchange.dropRequestField(field);
        }
        exchange.replaceBody(result.body());
        return Outcome.CONTINUE;
    }

    private static Outcome deny(FilterContext exchange, Problem problem) {
        exchange.deny(problem);
        return Outcome.ANSWERED;
    }
}
