package io.weir.protocol.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an answer's head for somebody who makes another answer of it: lines that can be looked at, taken out and added.
 * One thread.
 */
public final class AnswerLines {
    private final List<Line> lines;

    /** @param name in lower case */
    private record Line(String name, String text) {}

    private AnswerLines(List<Line> lines) {
        this.lines = lines;
    }

    /** All fields of the head, in order; what is meant for the connection only is dropped by whoever writes to it. */
    public static AnswerLines of(ParsedResponse head) {
        FieldTable fields = head.fields();
        byte[] buffer = head.buffer();
        List<Line> lines = new ArrayList<>(fields.count() + 2);
        for (int field = 0; field < fields.count(); field++) {
            lines.add(new Line(
                    text(buffer, fields.nameStart(field), fields.nameEnd(field)).toLowerCase(Locale.ROOT),
                    text(buffer, fields.nameStart(field), fields.valueEnd(field))));
        }
        return new AnswerLines(lines);
    }

    private static String text(byte[] buffer, int start, int end) {
        return new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** First value of the field, or null. {@code name} in lower case, as everywhere here. */
    public @Nullable String value(String name) {
        for (Line line : lines) {
            if (line.name().equals(name)) {
                return value(line);
            }
        }
        return null;
    }

    /** All values of the field with commas between them, or null if there is none. */
    public @Nullable String joined(String name) {
        StringBuilder all = new StringBuilder();
        int count = 0;
        for (Line line : lines) {
            if (line.name().equals(name)) {
                all.append(count++ == 0 ? "" : ", ").append(value(line));
            }
        }
        return count == 0 ? null : all.toString();
    }

    private static String value(Line line) {
        return line.text().substring(line.text().indexOf(':') + 1).strip();
    }

    /** Without the fields. */
    public AnswerLines drop(String... names) {
        List<String> dropped = List.of(names);
        lines.removeIf(line -> dropped.contains(line.name()));
        return this;
    }

    /** With one more line. {@code name} as it is to be written; the value without line ends. */
    public AnswerLines add(String name, String value) {
        lines.add(new Line(name.toLowerCase(Locale.ROOT), name + ": " + value));
        return this;
    }

    /** With this line in place of all of that name. */
    public AnswerLines set(String name, String value) {
        return drop(name.toLowerCase(Locale.ROOT)).add(name, value);
    }

    /**
     * Without what was said of the body's bytes, which will be others: length, framing, digests, and that there are ranges of
     * them; its entity tag becomes a weak one (RFC 9110 §8.8.1).
     */
    public AnswerLines otherBody() {
        return drop("content-length", "transfer-encoding", "accept-ranges", "content-md5", "digest")
                .drop("content-digest", "repr-digest", "content-range")
                .weakTag();
    }

    /** With a weak entity tag in place of a strong one. */
    public AnswerLines weakTag() {
        String tag = value("etag");
        return tag == null || !tag.startsWith("\"") ? this : set("ETag", "W/" + tag);
    }

    /** Whether the answer depends on the request's {@code field}, as {@code Vary} says. */
    public boolean varies(String field) {
        String vary = joined("vary");
        if (vary == null) {
            return false;
        }
        for (String name : vary.split(",", -1)) {
            if (name.strip().equals("*") || name.strip().equalsIgnoreCase(field)) {
                return true;
            }
        }
        return false;
    }

    /** Says that the answer depends on the request's {@code field}. */
    public AnswerLines vary(String field) {
        return varies(field) ? this : add("Vary", field);
    }

    /** Whether {@code Cache-Control} has the directive, {@code directive} in lower case. */
    public boolean hasDirective(String directive) {
        String control = joined("cache-control");
        if (control == null) {
            return false;
        }
        for (String one : control.split(",", -1)) {
            if (one.strip().toLowerCase(Locale.ROOT).equals(directive)) {
                return true;
            }
        }
        return false;
    }

    /** The lines, each with CR LF. */
    public byte[] bytes() {
        StringBuilder all = new StringBuilder(256);
        for (Line line : lines) {
            all.append(line.text()).append("\r\n");
        }
        return all.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
