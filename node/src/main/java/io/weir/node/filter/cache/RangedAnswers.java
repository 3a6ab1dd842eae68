package io.weir.node.filter.cache;

import io.weir.node.decide.cache.ByteRanges;
import io.weir.node.filter.cache.StoredHead.Line;
import io.weir.node.state.ServedAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Parts of what is stored (RFC 9110 §14, §15.3.7, §15.5.17): one as it is, several as {@code multipart/byteranges}. */
final class RangedAnswers {
    /** Fields that are about the whole, or would make caches take a 416 for it. */
    private static final Set<String> OF_A_416 = Set.of("date", "vary");

    private RangedAnswers() {}

    /** Null: the whole is the answer. */
    static @Nullable ServedAnswer of(Stored stored, String asked) {
        long whole = stored.body().length();
        ByteRanges ranges = ByteRanges.parse(asked, whole);
        return switch (ranges.kind()) {
            case WHOLE -> null;
            case UNSATISFIABLE -> nowhere(stored, whole);
            case PARTS ->
                ranges.parts().size() == 1
                        ? one(stored, ranges.parts().get(0), whole)
                        : several(stored, ranges.parts(), whole);
        };
    }

    private static ServedAnswer nowhere(Stored stored, long whole) {
        List<Line> lines = new ArrayList<>();
        for (Line line : stored.head().lines()) {
            if (OF_A_416.stream().anyMatch(line::is)) {
                lines.add(line);
            }
        }
        lines.add(new Line("Content-Range", "bytes */" + whole));
        lines.add(new Line("Content-Length", "0"));
        return new ServedAnswer(StoredHead.bytes(416, "Range Not Satisfiable", lines));
    }

    private static List<Line> without(Stored stored, String... names) {
        List<Line> lines = new ArrayList<>();
        for (Line line : stored.head().lines()) {
            boolean left = false;
            for (String name : names) {
                left |= line.is(name);
            }
            if (!left) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static String contentRange(ByteRanges.Part part, long whole) {
        return "bytes " + part.start() + "-" + (part.end() - 1) + "/" + whole;
    }

    private static ServedAnswer one(Stored stored, ByteRanges.Part part, long whole) {
        List<Line> lines = without(stored, "content-length");
        lines.add(new Line("Content-Range", contentRange(part, whole)));
        lines.add(new Line("Content-Length", Long.toString(part.length())));
        return new ServedAnswer(
                StoredHead.bytes(206, "Partial Content", lines), stored.body(), part.start(), part.length());
    }

    /** What overlaps has become one: all parts together are hardly more than the whole. */
    private static ServedAnswer several(Stored stored, List<ByteRanges.Part> parts, long whole) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String boundary = "weir-%016x%016x".formatted(random.nextLong(), random.nextLong());
        String type = stored.head().field("content-type");
        List<PartsBody.Piece> pieces = new ArrayList<>();
        for (ByteRanges.Part part : parts) {
            pieces.add(text("\r\n--" + boundary + "\r\n"
                    + (type.isEmpty() ? "" : "Content-Type: " + type + "\r\n")
                    + "Content-Range: " + contentRange(part, whole) + "\r\n\r\n"));
            pieces.add(new PartsBody.Span(part.start(), part.length()));
        }
        pieces.add(text("\r\n--" + boundary + "--\r\n"));
        PartsBody body = new PartsBody(stored.body(), pieces);
        List<Line> lines = without(stored, "content-length", "content-type");
        lines.add(new Line("Content-Type", "multipart/byteranges; boundary=" + boundary));
        lines.add(new Line("Content-Length", Long.toString(body.length())));
        return new ServedAnswer(StoredHead.bytes(206, "Partial Content", lines), body, 0, body.length());
    }

    private static PartsBody.Lines text(String text) {
        return new PartsBody.Lines(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
