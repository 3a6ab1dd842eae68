package io.weir.node.filter.transform;

import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.KnownField;
import io.weir.protocol.http.ParsedResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * The head of a backend's answer, as far as a conversion goes by it.
 *
 * @param type {@code Content-Type} as it is; empty: none, or more than one
 * @param coded whether the body comes in a content coding
 * @param length -1: not said
 * @param same lines of all fields that go beyond this hop, with that of the length
 * @param others those that are true of any form of the answer; a strong validator has become a weak one
 */
record AnswerLines(int status, String type, boolean coded, long length, String same, String others) {
    /** What is said of bytes that the client does not get (RFC 9110 §8, RFC 9530). */
    private static final Set<String> OF_THE_BYTES = Set.of(
            "content-type",
            "content-length",
            "content-encoding",
            "content-md5",
            "content-digest",
            "repr-digest",
            "digest",
            "accept-ranges",
            "trailer");

    static AnswerLines of(ParsedResponse head) {
        Reading reading = new Reading();
        FieldTable fields = head.fields();
        for (int field = 0; field < fields.count(); field++) {
            if (!KnownField.isHopByHop(fields.known(field)) && !fields.isNamedByConnection(field)) {
                reading.field(
                        text(head.buffer(), fields.nameStart(field), fields.nameEnd(field)),
                        text(head.buffer(), fields.valueStart(field), fields.valueEnd(field)));
            }
        }
        String type = reading.types == 1 ? reading.type : "";
        return new AnswerLines(
                head.status(),
                type,
                reading.coded,
                fields.contentLength(),
                reading.same.toString(),
                reading.others.toString());
    }

    private static String text(byte[] buffer, int start, int end) {
        return new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private static final class Reading {
        private final StringBuilder same = new StringBuilder();
        private final StringBuilder others = new StringBuilder();
        private String type = "";
        private int types;
        private boolean coded;

        void field(String name, String value) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals("content-type")) {
                type = value;
                types++;
            } else if (lower.equals("content-encoding")) {
                coded |= !value.equalsIgnoreCase("identity");
            }
            same.append(name).append(": ").append(value).append("\r\n");
            if (!OF_THE_BYTES.contains(lower)) {
                boolean strong = lower.equals("etag") && value.startsWith("\"");
                others.append(name)
                        .append(": ")
                        .append(strong ? "W/" : "")
                        .append(value)
                        .append("\r\n");
            }
        }
    }
}
