package io.weir.node.filter.adapt;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.config.adapt.JsonBody;
import io.weir.config.adapt.Message;
import io.weir.config.adapt.NotAdaptable;
import io.weir.config.model.Api;
import io.weir.node.filter.validate.ContentType;
import io.weir.node.filter.validate.JsonText;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.AnswerTranslation;
import io.weir.protocol.http.ParsedResponse;
import io.weir.protocol.http.Problem;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The answer of the version that backends speak as one of the client's version. A JSON body that rules speak of is read as a
 * whole; all others pass as they come.
 */
final class AdaptedAnswer implements AnswerTranslation {
    private static final Problem BAD_ANSWER = Problem.of(502, "bad-answer", "The backend's answer is malformed");

    private final AdaptedVersion version;
    private final boolean toHead;
    private final String requestId;
    private final BoundedWork workers;
    private AnswerFields fields = new AnswerFields();
    private int status;
    /** Null: it is not read, or no more. */
    private @Nullable ByteArrayOutputStream body;

    /** @param toHead it answers a HEAD */
    AdaptedAnswer(AdaptedVersion version, boolean toHead, String requestId, BoundedWork workers) {
        this.version = version;
        this.toHead = toHead;
        this.requestId = requestId;
        this.workers = workers;
    }

    @Override
    public void onHead(ParsedResponse head, Answer to) {
        status = head.status();
        fields = AnswerFields.of(head);
        name();
        boolean adapts = version.chain().readsAnswers(status) && (isJson() || status == 304);
        if (adapts) {
            fields.anotherBody();
        }
        if (!adapts || toHead || isBodiless(status)) {
            pass(to);
        } else if (isCoded()) {
            bad("It is in a content coding that was not asked for", to);
        } else if (head.fields().contentLength() > version.mostBytes()) {
            tooLarge(to);
        } else {
            body = new ByteArrayOutputStream();
        }
    }

    /** What names a version names the client's. */
    private void name() {
        for (String name : new String[] {"Location", "Content-Location"}) {
            String address = fields.value(name);
            String own = address == null ? null : version.naming().location(address);
            if (own != null && !own.equals(address)) {
                fields.set(name, own);
            }
        }
        String type = version.naming().by() == Api.By.MEDIA_TYPE ? fields.value("content-type") : null;
        if (type != null) {
            fields.set("Content-Type", version.naming().ownMediaTypes(type));
        }
        if (version.naming().by() == Api.By.HEADER) {
            String named = fields.value(version.naming().name());
            if (version.naming().other().equals(named)) {
                fields.set(version.naming().name(), version.naming().own());
            }
        }
    }

    private boolean isJson() {
        String field = fields.value("content-type");
        ContentType type = field == null || status == 206 ? null : ContentType.parse(field);
        return type != null && type.isJson();
    }

    private boolean isCoded() {
        String coding = fields.value("content-encoding");
        return coding != null && !coding.toLowerCase(Locale.ROOT).equals("identity");
    }

    /** Head now, body as it is: what comes of it is nothing to this any more. */
    private void pass(Answer to) {
        Message message = Message.answer(status, fields::value, null);
        try {
            version.chain().answer(message);
        } catch (NotAdaptable e) {
            bad(e.reason(), to);
            return;
        }
        take(message);
        if (isBodiless(message.status()) == isBodiless(status)) {
            to.asIs(message.status(), fields.lines());
        } else {
            empty(message.status(), to);
        }
    }

    private static boolean isBodiless(int status) {
        return status == 204 || status == 205 || status == 304;
    }

    /** Without a body, whatever the backend says of one. */
    private void empty(int told, Answer to) {
        if (isBodiless(told)) {
            fields.remove("content-length");
        } else {
            fields.set("Content-Length", "0");
        }
        to.head(told, fields.lines());
        to.end();
    }

    private void take(Message message) {
        message.fields()
                .forEach((name, value) ->
                        value.ifPresentOrElse(text -> fields.set(name, text), () -> fields.remove(name)));
    }

    @Override
    public void onData(byte[] data, Answer to) {
        ByteArrayOutputStream kept = body;
        if (kept == null) {
            return; // it is too large, and that was said
        }
        if (kept.size() + data.length > version.mostBytes()) {
            body = null;
            tooLarge(to);
        } else {
            kept.writeBytes(data);
        }
    }

    @Override
    public void onEnd(byte[] trailers, Answer to) {
        ByteArrayOutputStream kept = body;
        byte[] bytes = kept == null ? new byte[0] : kept.toByteArray();
        if (bytes.length == 0) {
            Message message = Message.answer(status, fields::value, null);
            try {
                version.chain().answer(message);
                take(message);
                empty(message.status(), to);
            } catch (NotAdaptable e) {
                bad(e.reason(), to);
            }
        } else if (bytes.length <= version.smallBytes()) {
            adapted(bytes).tell(to);
        } else {
            Executor later = to.later();
            boolean taken = workers.take(() -> {
                Telling adapted = adapted(bytes);
                later.execute(() -> adapted.tell(to));
            });
            if (!taken) {
                later.execute(() -> problem(AdaptFilter.OVERLOADED, to));
            }
        }
    }

    /** What is to be told, computed by whoever has the time. */
    private interface Telling {
        void tell(Answer to);
    }

    private Telling adapted(byte[] bytes) {
        JsonText.Result read = JsonText.read(bytes, AdaptedVersion.LIMITS, true);
        JsonNode tree = read.tree();
        if (tree == null) {
            Problem refused = read.refused();
            return to -> bad(refused == null ? "It is not JSON" : reason(refused), to);
        }
        Message message = Message.answer(status, fields::value, tree);
        try {
            version.chain().answer(message);
        } catch (NotAdaptable e) {
            return to -> bad(e.reason(), to);
        }
        JsonNode body = message.body();
        byte[] told = body == null || !message.isTouched() ? bytes : JsonBody.bytes(body);
        return to -> tell(message, told, to);
    }

    private static String reason(Problem refused) {
        return refused.detail().isEmpty() ? refused.title() : refused.title() + ": " + refused.detail();
    }

    private void tell(Message message, byte[] told, Answer to) {
        take(message);
        boolean bodiless = isBodiless(message.status());
        if (!bodiless) {
            fields.set("Content-Length", String.valueOf(told.length));
        }
        to.head(message.status(), fields.lines());
        if (!bodiless) {
            to.body(told);
        }
        to.end();
    }

    private void tooLarge(Answer to) {
        bad("It is larger than adapt.max-body", to);
    }

    private void bad(String why, Answer to) {
        problem(BAD_ANSWER.withDetail(why), to);
    }

    private void problem(Problem problem, Answer to) {
        byte[] json = ProblemText.of(problem, requestId);
        AnswerFields told = new AnswerFields();
        told.set("Content-Type", ProblemText.CONTENT_TYPE);
        told.set("Content-Length", String.valueOf(json.length));
        to.head(problem.status(), told.lines());
        to.body(json);
        to.end();
    }
}
