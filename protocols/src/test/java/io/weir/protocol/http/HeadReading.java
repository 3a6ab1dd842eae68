package io.weir.protocol.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the parser made of a request head, as text: two readings are the same when nothing that matters differs.
 *
 * @param fault null when the head is good
 * @param rest what lies behind the head
 */
record HeadReading(
        @Nullable HeadFault fault,
        boolean complete,
        String method,
        String host,
        String authority,
        String path,
        String query,
        List<String> fields,
        long contentLength,
        boolean chunked,
        boolean keepsConnection,
        String rest) {
    static final int HEAD_LIMIT = 32 * 1024;
    static final int FIELD_LIMIT = 128;

    static HeadReading of(String text) {
        return inPieces(text, Integer.MAX_VALUE, HEAD_LIMIT, FIELD_LIMIT);
    }

    static HeadReading limited(String text, int headLimit, int fieldLimit) {
        return inPieces(text, Integer.MAX_VALUE, headLimit, fieldLimit);
    }

    /** The first piece has {@code cut} bytes, the other one the rest. */
    static HeadReading cutAt(String text, int cut) {
        return inPieces(text, cut, HEAD_LIMIT, FIELD_LIMIT);
    }

    private static HeadReading inPieces(String text, int cut, int headLimit, int fieldLimit) {
        ParsedRequest head = new ParsedRequest(16);
        RequestParser parser = new RequestParser(head);
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int first = Math.min(cut, bytes.length);
        RequestParser.Progress progress = feed(parser, bytes, 0, first, headLimit, fieldLimit);
        if (progress == RequestParser.Progress.MORE && first < bytes.length) {
            progress = feed(parser, bytes, first, bytes.length, headLimit, fieldLimit);
        } else if (first < bytes.length) {
            put(parser, bytes, first, bytes.length);
        }
        return outcome(progress, parser, head);
    }

    private static RequestParser.Progress feed(
            RequestParser parser, byte[] bytes, int from, int to, int headLimit, int fieldLimit) {
        put(parser, bytes, from, to);
        return parser.parse(headLimit, fieldLimit);
    }

    private static void put(RequestParser parser, byte[] bytes, int from, int to) {
        parser.reserve(to - from);
        System.arraycopy(bytes, from, parser.buffer(), parser.limit(), to - from);
        parser.added(to - from);
    }

    private static HeadReading outcome(RequestParser.Progress progress, RequestParser parser, ParsedRequest head) {
        if (progress == RequestParser.Progress.BAD) {
            return new HeadReading(parser.fault(), false, "", "", "", "", "", List.of(), -1, false, false, "");
        }
        if (progress == RequestParser.Progress.MORE) {
            return new HeadReading(null, false, "", "", "", "", "", List.of(), -1, false, false, "");
        }
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < head.fieldCount(); i++) {
            fields.add(head.text(head.nameStart(i), head.nameEnd(i)) + ": "
                    + head.text(head.valueStart(i), head.valueEnd(i)));
        }
        return new HeadReading(
                null,
                true,
                head.methodText(),
                head.text(head.hostStart(), head.hostEnd()),
                head.text(head.authorityStart(), head.authorityEnd()),
                head.text(head.pathStart(), head.pathEnd()),
                head.text(head.queryStart(), head.queryEnd()),
                fields,
                head.fields().contentLength(),
                head.fields().chunked(),
                head.keepsConnection(),
                head.text(parser.end(), parser.limit()));
    }
}
