package io.weir.node.filter.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.weir.node.filter.grpc.MessageWriter.NoJson;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.AnswerTranslation;
import io.weir.protocol.grpc.GrpcCode;
import io.weir.protocol.grpc.GrpcFrames;
import io.weir.protocol.http.ParsedResponse;
import io.weir.protocol.http.Problem;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a call as JSON: one message as a whole, a stream of them one by one, an error as a problem. The head waits
 * until it is known whether there is a message, so that an error is told by its status.
 */
final class JsonAnswer implements AnswerTranslation {
    /** On a loop everybody else waits meanwhile: such a message takes a millisecond. Those of streams are not put off. */
    private static final int SMALL = 32 * 1024;

    private static final int OK = 200;
    private static final Problem BAD_ANSWER = Problem.of(502, "bad-answer", "The backend's answer is malformed");

    private final MethodBinding binding;
    private final MessageWriter messages;
    private final BoundedWork workers;
    private final GrpcFrames frames;
    private final JsonForm form;
    private final String requestId;
    private CallFields head = CallFields.of(new byte[0]);
    private byte @Nullable [] only;
    private boolean begun;

    /** @param mostBytes of one message */
    JsonAnswer(
            MethodBinding binding,
            MessageWriter messages,
            int mostBytes,
            JsonForm form,
            String requestId,
            BoundedWork workers) {
        this.binding = binding;
        this.messages = messages;
        this.frames = new GrpcFrames(mostBytes);
        this.form = form;
        this.requestId = requestId;
        this.workers = workers;
    }

    private boolean streams() {
        return binding.method().isServerStreaming();
    }

    @Override
    public void onHead(ParsedResponse answer, Answer to) {
        head = CallFields.of(answer);
        if (answer.status() != OK || !head.isGrpc()) {
            bad("It is not gRPC: HTTP status " + answer.status(), to);
        } else if (head.code() != null) {
            ended(head, to);
        }
    }

    @Override
    public void onData(byte[] data, Answer to) {
        frames.add(data, 0, data.length);
        try {
            messages(to);
        } catch (NoJson e) {
            bad("Its message " + e.getMessage(), to);
        } catch (InvalidProtocolBufferException e) {
            bad("Its message is no " + binding.method().getOutputType().getFullName(), to);
        }
    }

    private void messages(Answer to) throws InvalidProtocolBufferException, NoJson {
        while (true) {
            switch (frames.next()) {
                case NOTHING -> {
                    return;
                }
                case TOO_LARGE -> {
                    bad("A message is larger than policies[].transcode.max-message", to);
                    return;
                }
                case MALFORMED -> {
                    bad("Its frames are malformed", to);
                    return;
                }
                case MESSAGE -> {
                    if (!message(to)) {
                        return;
                    }
                }
            }
        }
    }

    /** False: that was it. */
    private boolean message(Answer to) throws InvalidProtocolBufferException, NoJson {
        if (frames.flags() != 0) {
            bad("A message is compressed, which was not asked for", to);
            return false;
        }
        if (streams()) {
            byte[] line = form.message(json(parsed(frames.message())));
            begin(to);
            to.body(line);
            return true;
        }
        if (only != null) {
            bad("It has more than one message", to);
            return false;
        }
        only = frames.message();
        return true;
    }

    private void begin(Answer to) {
        if (!begun) {
            begun = true;
            to.head(OK, lines(form.contentType(), -1, "Cache-Control: no-cache\r\nVary: Accept\r\n"));
        }
    }

    private byte[] lines(String contentType, long length, String more) {
        String counted = length < 0 ? "" : "Content-Length: " + length + "\r\n";
        return ("Content-Type: " + contentType + "\r\n" + counted + head.others() + more)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private Message parsed(byte[] message) throws InvalidProtocolBufferException {
        return DynamicMessage.parseFrom(binding.method().getOutputType(), message);
    }

    private byte[] json(Message message) throws NoJson {
        return binding.answer().isPresent()
                ? messages.json(message, binding.answer().get())
                : messages.json(message);
    }

    @Override
    public void onEnd(byte[] trailers, Answer to) {
        ended(CallFields.of(trailers), to);
    }

    private void ended(CallFields fields, Answer to) {
        GrpcCode code = fields.code() == null ? GrpcCode.UNKNOWN : fields.code();
        if (code != GrpcCode.OK) {
            failed(CallProblem.of(fields, code, messages, requestId), to);
        } else if (!frames.isEmpty()) {
            bad("It ends within a message", to);
        } else if (streams()) {
            begin(to);
            to.end();
        } else if (only == null) {
            bad("It has no message", to);
        } else {
            whole(only, to);
        }
    }

    private void failed(CallProblem problem, Answer to) {
        byte[] json = problem.json();
        if (begun) {
            to.body(form.error(json));
        } else {
            long seconds = problem.retryAfterSeconds();
            String retry = seconds == 0 ? "" : "Retry-After: " + seconds + "\r\n";
            to.head(problem.status(), lines(CallProblem.CONTENT_TYPE, json.length, retry));
            to.body(json);
        }
        to.end();
    }

    private void whole(byte[] bytes, Answer to) {
        if (bytes.length <= SMALL) {
            written(bytes).tell(to);
            return;
        }
        Executor later = to.later();
        boolean taken = workers.take(() -> {
            Telling written = written(bytes);
            later.execute(() -> written.tell(to));
        });
        if (!taken) {
            problem(GrpcRefusals.OVERLOADED, to);
        }
    }

    /** What is to be told, computed by whoever has the time. */
    private interface Telling {
        void tell(Answer to);
    }

    private Telling written(byte[] bytes) {
        try {
            Message message = parsed(bytes);
            if (binding.answersRaw()) {
                return raw(message);
            }
            byte[] json = json(message);
            return to -> whole("application/json", json, to);
        } catch (NoJson e) {
            return to -> bad("Its message " + e.getMessage(), to);
        } catch (InvalidProtocolBufferException e) {
            return to ->
                    bad("Its message is no " + binding.method().getOutputType().getFullName(), to);
        }
    }

    /** {@code google.api.HttpBody}: {@code content_type} is 1, {@code data} 2. */
    private Telling raw(Message message) {
        Message body = binding.answer().isPresent()
                ? (Message) message.getField(binding.answer().get())
                : message;
        String type = (String) body.getField(body.getDescriptorForType().findFieldByNumber(1));
        ByteString data = (ByteString) body.getField(body.getDescriptorForType().findFieldByNumber(2));
        String contentType = isFieldValue(type) ? type : "application/octet-stream";
        return to -> whole(contentType, data.toByteArray(), to);
    }

    private static boolean isFieldValue(String text) {
        return !text.isBlank() && text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    private void whole(String contentType, byte[] body, Answer to) {
        to.head(OK, lines(contentType, body.length, ""));
        to.body(body);
        to.end();
    }

    private void bad(String why, Answer to) {
        if (begun) {
            to.cut();
            return;
        }
        problem(BAD_ANSWER.withDetail(why), to);
    }

    private void problem(Problem problem, Answer to) {
        byte[] json = CallProblem.json(problem, requestId);
        head = CallFields.of(new byte[0]);
        to.head(problem.status(), lines(CallProblem.CONTENT_TYPE, json.length, ""));
        to.body(json);
        to.end();
    }
}
