package io.weir.node.testkit;

import io.weir.node.testkit.FrameWire.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A {@link TestBackend} that speaks HTTP/2: answers each request when it is complete, and notes what came. Thread-safe. */
public final class FrameBackend {
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> resets = new CopyOnWriteArrayList<>();
    private final Answerer answerer;
    private final boolean early;
    private final int[] settings;

    /** A request with its body, and the stream that it came on. */
    public record Request(
            FrameWire wire, int stream, Map<String, String> fields, String body, Map<String, String> trailers) {
        public String path() {
            return fields.getOrDefault(":path", "");
        }

        public String method() {
            return fields.getOrDefault(":method", "");
        }

        /** Answers at once. */
        public void say(String body) throws IOException {
            wire.headers(stream, false, ":status", "200").data(stream, true, body);
        }
    }

    /** What is answered. */
    public interface Answerer {
        void answer(Request request) throws IOException, InterruptedException;
    }

    private FrameBackend(Answerer answerer, boolean early, int[] settings) {
        this.answerer = answerer;
        this.early = early;
        this.settings = settings;
    }

    public static FrameBackend answering(Answerer answerer, int... settings) {
        return new FrameBackend(answerer, false, settings);
    }

    /** Answers each request when its head is there. */
    public static FrameBackend early(Answerer answerer, int... settings) {
        return new FrameBackend(answerer, true, settings);
    }

    public static FrameBackend saying(String body) {
        return answering(request -> request.say(body));
    }

    /** What {@link TestBackend} plays on each connection. */
    public void play(TestBackend.Connection connection) throws IOException, InterruptedException {
        FrameWire wire = new FrameWire(connection.socket()).serve(settings);
        Map<Integer, Open> open = new TreeMap<>();
        Frame frame = wire.next();
        while (frame != null) {
            take(wire, open, frame);
            frame = wire.next();
        }
    }

    private void take(FrameWire wire, Map<Integer, Open> open, Frame frame) throws IOException, InterruptedException {
        int stream = frame.stream();
        switch (frame.type()) {
            case FrameWire.HEADERS -> {
                Map<String, String> fields = new TreeMap<>();
                wire.fields(frame)
                        .forEach(field -> fields.merge(field.getKey(), field.getValue(), (a, b) -> a + "|" + b));
                Open known = open.get(stream);
                if (known == null) {
                    open.put(stream, new Open(fields));
                } else {
                    known.trailers.putAll(fields);
                }
            }
            case FrameWire.DATA -> {
                Open known = open.get(stream);
                if (known != null) {
                    known.body.write(frame.payload());
                    if (frame.payload().length > 0) {
                        wire.windowUpdate(0, frame.payload().length);
                        if (!frame.has(FrameWire.END_STREAM)) {
                            wire.windowUpdate(stream, frame.payload().length);
                        }
                    }
                }
            }
            case FrameWire.RST_STREAM -> {
                open.remove(stream);
                resets.add(stream + ":" + frame.error());
            }
            default -> {}
        }
        boolean ends = (frame.type() == FrameWire.HEADERS || frame.type() == FrameWire.DATA)
                && (frame.has(FrameWire.END_STREAM) || early);
        @Nullable Open complete = ends ? open.remove(stream) : null;
        if (complete != null) {
            Request request = new Request(
                    wire,
                    stream,
                    complete.fields,
                    complete.body.toString(StandardCharsets.ISO_8859_1),
                    complete.trailers);
            requests.add(request);
            answerer.answer(request);
        }
    }

    private static final class Open {
        final Map<String, String> fields;
        final Map<String, String> trailers = new TreeMap<>();
        final ByteArrayOutputStream body = new ByteArrayOutputStream();

        Open(Map<String, String> fields) {
            this.fields = fields;
        }
    }

    /** All complete requests so far. */
    public List<Request> requests() {
        return requests;
    }

    public Request request() {
        return requests.get(requests.size() - 1);
    }

    /** Streams that were reset by the gateway, as {@code stream:error}. */
    public List<String> resets() {
        return resets;
    }
}
