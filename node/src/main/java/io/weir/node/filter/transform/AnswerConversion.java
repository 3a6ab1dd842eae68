package io.weir.node.filter.transform;

import io.weir.node.filter.transform.format.BodyFault;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.AnswerTranslation;
import io.weir.protocol.http.ParsedResponse;
import io.weir.protocol.http.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A backend's answer in the format that its client has chosen: as a whole, so that what is wrong with it is told by a status.
 * What comes in that format already, or in none that is known, passes as it is.
 */
final class AnswerConversion implements AnswerTranslation {
    private final AnswerPlan plan;
    private final boolean head;
    private final int mostBytes;
    private final BoundedWork workers;
    private final String requestId;
    private @Nullable AnswerLines answer;
    private @Nullable Conversion conversion;
    private @Nullable ByteArrayOutputStream body;
    private @Nullable StreamedBody stream;

    /** @param head whether the request is HEAD */
    AnswerConversion(AnswerPlan plan, boolean head, int mostBytes, BoundedWork workers, String requestId) {
        this.plan = plan;
        this.head = head;
        this.mostBytes = mostBytes;
        this.workers = workers;
        this.requestId = requestId;
    }

    @Override
    public void onHead(ParsedResponse said, Answer to) {
        AnswerLines lines = AnswerLines.of(said);
        answer = lines;
        boolean empty = lines.status() == 204 || lines.status() == 304;
        Conversion found = lines.status() == 206 ? null : plan.conversion(lines);
        if (found == null) {
            boolean converted = lines.status() == 304 && plan.converts();
            to.asIs(lines.status(), bytes((converted ? lines.others() : lines.same()) + plan.vary()));
        } else if (head || empty && !found.takesNothing()) {
            to.head(
                    lines.status(),
                    bytes("Content-Type: " + found.contentType() + "\r\n" + lines.others() + plan.vary()));
        } else if (lines.coded()) {
            problem(TransformRefusals.BAD_ANSWER.withDetail("It has a content coding that was not asked for"), to);
        } else if (found.streaming() != Conversion.Streaming.NONE) {
            conversion = found;
            boolean toLines = found.streaming() == Conversion.Streaming.TO_LINES;
            stream = new StreamedBody(toLines, mostBytes, plan.depth(), workers, new Beginning());
        } else if (lines.length() > mostBytes) {
            problem(TransformRefusals.TOO_LARGE, to);
        } else {
            conversion = found;
            body = new ByteArrayOutputStream((int) Math.max(256, lines.length()));
        }
    }

    @Override
    public void onData(byte[] data, Answer to) {
        ByteArrayOutputStream all = body;
        StreamedBody pieces = stream;
        if (pieces != null) {
            pieces.add(data);
        } else if (all == null) {
            to.body(data);
        } else if (all.size() + (long) data.length > mostBytes) {
            body = null;
            problem(TransformRefusals.TOO_LARGE, to);
        } else {
            all.writeBytes(data);
        }
    }

    @Override
    public boolean goesOn(Answer to) {
        StreamedBody pieces = stream;
        return pieces != null && pieces.goesOn(to);
    }

    @Override
    public void onEnd(byte[] trailers, Answer to) {
        ByteArrayOutputStream all = body;
        AnswerLines lines = answer;
        Conversion known = conversion;
        StreamedBody pieces = stream;
        if (pieces != null) {
            pieces.end(to);
        } else if (all == null || lines == null || known == null) {
            to.end(trailers);
        } else if (all.size() == 0 && !known.takesNothing()) {
            to.head(lines.status(), bytes(lines.others() + "Content-Length: 0\r\n" + plan.vary()));
            to.end();
        } else {
            whole(known, all.toByteArray(), lines.status(), to);
        }
        body = null;
    }

    private void whole(Conversion known, byte[] bytes, int status, Answer to) {
        if (bytes.length <= known.mostOnLoop()) {
            converted(known, bytes, status).tell(to);
            return;
        }
        Executor later = to.later();
        boolean taken = workers.take(() -> {
            Telling result = converted(known, bytes, status);
            later.execute(() -> result.tell(to));
        });
        if (!taken) {
            later.execute(() -> problem(TransformRefusals.OVERLOADED, to));
        }
    }

    /** What is to be told, computed by whoever has the time. */
    private interface Telling {
        void tell(Answer to);
    }

    private Telling converted(Conversion known, byte[] bytes, int status) {
        try {
            Conversion.Converted result = known.convert(bytes, status);
            return to -> tell(result, to);
        } catch (BodyFault e) {
            return to -> problem(TransformRefusals.ofAnswer(e), to);
        }
    }

    private void tell(Conversion.Converted result, Answer to) {
        AnswerLines lines = answer;
        String others = lines == null ? "" : lines.others();
        String own = "Content-Type: " + result.contentType() + "\r\nContent-Length: " + result.body().length + "\r\n";
        to.head(result.status(), bytes(own + others + plan.vary()));
        to.body(result.body());
        to.end();
    }

    /** Of what is told as it comes. */
    private final class Beginning implements StreamedBody.Beginning {
        @Override
        public void head(Answer to) {
            AnswerLines lines = answer;
            Conversion known = conversion;
            if (lines != null && known != null) {
                String type = "Content-Type: " + known.contentType() + "\r\n";
                to.head(lines.status(), bytes(type + lines.others() + plan.vary()));
            }
        }

        @Override
        public void problem(Problem problem, Answer to) {
            AnswerConversion.this.problem(problem, to);
        }
    }

    private void problem(Problem problem, Answer to) {
        byte[] json = ProblemText.json(problem, requestId);
        to.head(
                problem.status(),
                bytes("Content-Type: application/problem+json\r\nContent-Length: " + json.length + "\r\n"
                        + plan.vary()));
        to.body(json);
        to.end();
    }

    private static byte[] bytes(String lines) {
        return lines.getBytes(StandardCharsets.ISO_8859_1);
    }
}
