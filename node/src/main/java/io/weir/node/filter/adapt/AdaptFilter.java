package io.weir.node.filter.adapt;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.config.adapt.JsonBody;
import io.weir.config.adapt.Message;
import io.weir.config.adapt.NotAdaptable;
import io.weir.config.model.Api;
import io.weir.node.filter.coding.CodedFields;
import io.weir.node.filter.coding.PlainAnswer;
import io.weir.node.filter.validate.ContentType;
import io.weir.node.filter.validate.JsonText;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.Problem;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a request of one version one of another, and has the answer made back. */
final class AdaptFilter implements Filter {
    static final Problem OVERLOADED = Problem.of(503, "overloaded", "Too many bodies are waiting to be adapted");

    private static final Problem NOT_ADAPTABLE =
            Problem.of(422, "not-adaptable", "The request has no form in the version that is served");
    private static final Problem ENCODED = Problem.of(
                    415, "unsupported-media-type", "The request body is of a type that is not taken here")
            .withDetail("The body has a content coding");
    private static final int OK = 200;
    private static final int BAD = 400;
    private static final int USUAL_WITH_BODY = Method.POST.bit() | Method.PUT.bit() | Method.PATCH.bit();
    private static final FieldName CONTENT_TYPE = FieldName.of("content-type");
    private static final FieldName ACCEPT = FieldName.of("accept");
    private static final FieldName IF_MATCH = FieldName.of("if-match");
    /** Digests are of what comes, ranges of what is not sent. */
    private static final FieldName[] OF_THE_BODY = {
        FieldName.of("content-digest"), FieldName.of("content-md5"), FieldName.of("digest"), FieldName.of("repr-digest")
    };

    private static final FieldName[] RANGES = {FieldName.of("range"), FieldName.of("if-range")};

    private final AdaptedVersion version;
    private final BoundedWork workers;

    AdaptFilter(AdaptedVersion version, BoundedWork workers) {
        this.version = version;
        this.workers = workers;
    }

    /** What has become of a request: a problem, or its message; and its body, where that is another. */
    private record Adapted(Message message, byte @Nullable [] body, @Nullable Problem refused) {}

    @Override
    public Outcome onRequest(FilterContext exchange) {
        if (!version.chain().readsRequests() || exchange.bodyLength() == 0 || !isJson(exchange)) {
            return conclude(exchange, adapted(asked(exchange, null), null));
        }
        if (CodedFields.isCoded(exchange)) {
            exchange.addResponseField("Accept-Encoding", "identity");
            return deny(exchange, ENCODED);
        }
        Outcome collected = exchange.collectBody(version.mostBytes(), () -> {
            Outcome outcome = collected(exchange);
            if (outcome != Outcome.WAIT) {
                exchange.resume(outcome);
            }
        });
        return collected == Outcome.CONTINUE ? collected(exchange) : collected;
    }

    private static boolean isJson(FilterContext exchange) {
        String field = exchange.requestField(CONTENT_TYPE);
        ContentType type = field == null ? null : ContentType.parse(field);
        return type != null && type.isJson();
    }

    private Outcome collected(FilterContext exchange) {
        byte[] body = exchange.body();
        if (body == null || body.length == 0) {
            return conclude(exchange, adapted(asked(exchange, null), null));
        }
        Asked asked = asked(exchange, body);
        if (body.length <= version.smallBytes()) {
            return conclude(exchange, read(asked, body));
        }
        boolean taken = workers.take(() -> {
            Adapted adapted = read(asked, body);
            exchange.loop().execute(() -> exchange.resume(conclude(exchange, adapted)));
        });
        return taken ? Outcome.WAIT : deny(exchange, OVERLOADED);
    }

    /** What rules may ask of a request's head, for whoever works elsewhere. */
    private record Asked(String path, String query, Map<String, String> fields, boolean mayGetBody) {
        Message message(@Nullable JsonNode body) {
            return Message.request(path, query, fields::get, body, mayGetBody);
        }
    }

    private Asked asked(FilterContext exchange, byte @Nullable [] body) {
        Map<String, String> fields = new HashMap<>();
        for (FieldName name : version.fieldsRead()) {
            String value = exchange.requestField(name);
            if (value != null) {
                fields.put(name.toString(), value);
            }
        }
        boolean usual = (exchange.head().method().bit() & USUAL_WITH_BODY) != 0;
        return new Asked(
                version.naming().rest(exchange.forwardedPath()),
                exchange.forwardedQuery(),
                fields,
                body != null || usual && exchange.bodyLength() == 0);
    }

    private Adapted read(Asked asked, byte[] body) {
        JsonText.Result read = JsonText.read(body, AdaptedVersion.LIMITS, true);
        JsonNode tree = read.tree();
        return tree == null ? new Adapted(asked.message(null), null, read.refused()) : adapted(asked, tree);
    }

    private Adapted adapted(Asked asked, @Nullable JsonNode tree) {
        Message message = asked.message(tree);
        try {
            version.chain().request(message);
        } catch (NotAdaptable e) {
            return new Adapted(message, null, NOT_ADAPTABLE.withDetail(e.reason()));
        }
        JsonNode body = message.body();
        return new Adapted(message, body != null && message.isTouched() ? JsonBody.bytes(body) : null, null);
    }

    private Outcome conclude(FilterContext exchange, Adapted adapted) {
        Problem refused = adapted.refused;
        if (refused != null) {
            return deny(exchange, refused);
        }
        Message message = adapted.message;
        message.fields()
                .forEach((name, value) -> value.ifPresentOrElse(
                        text -> exchange.setRequestField(FieldName.of(name), text),
                        () -> exchange.dropRequestField(FieldName.of(name))));
        if (adapted.body != null) {
            replace(exchange, adapted.body);
        }
        name(exchange, message);
        if (!exchange.isWebSocket()) {
            answer(exchange);
        }
        return Outcome.CONTINUE;
    }

    private static void replace(FilterContext exchange, byte[] body) {
        if (exchange.bodyLength() == 0) {
            exchange.setRequestField(CONTENT_TYPE, "application/json");
        }
        exchange.replaceBody(body);
        drop(exchange, OF_THE_BODY);
    }

    private static void drop(FilterContext exchange, FieldName[] names) {
        for (FieldName name : names) {
            exchange.dropRequestField(name);
        }
    }

    private void name(FilterContext exchange, Message message) {
        VersionNaming naming = version.naming();
        exchange.forwardAs(exchange.forwardedMethod(), naming.path(message.path()), naming.query(message.query()));
        if (naming.by() == Api.By.HEADER) {
            exchange.setRequestField(FieldName.of(naming.name()), naming.other());
        } else if (naming.by() == Api.By.MEDIA_TYPE) {
            rename(exchange, ACCEPT);
            rename(exchange, CONTENT_TYPE);
        }
    }

    private void rename(FilterContext exchange, FieldName name) {
        String value = exchange.requestField(name);
        String renamed = value == null ? null : version.naming().mediaTypes(value);
        if (renamed != null && !renamed.equals(value)) {
            exchange.setRequestField(name, renamed);
        }
    }

    /** What is to be adapted has to come as a whole, and uncoded. */
    private void answer(FilterContext exchange) {
        if (version.chain().readsAnswers(OK)) {
            drop(exchange, RANGES);
            String match = exchange.requestField(IF_MATCH);
            if (match != null && match.contains("W/\"")) {
                // The client has weak ones of the gateway's (AnswerFields), which the backend knows as strong.
                exchange.setRequestField(IF_MATCH, match.replace("W/\"", "\""));
            }
        }
        boolean head = exchange.head().method() == Method.HEAD;
        String requestId = exchange.requestId();
        exchange.translateAnswer(() -> new AdaptedAnswer(version, head, requestId, workers));
        if (version.chain().readsAnswers(OK) || version.chain().readsAnswers(BAD)) {
            PlainAnswer.ask(exchange, version.mostBytes());
        }
    }

    private static Outcome deny(FilterContext exchange, Problem problem) {
        exchange.deny(problem);
        return Outcome.ANSWERED;
    }
}
