package io.weir.node.filter.rewrite;

import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.KnownField;
import io.weir.protocol.http.ParsedResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The fields of an answer while they are edited, in order: without those that are meant for the next hop alone. */
final class HeadLines {
    private record Line(String name, String value) {}

    private final List<Line> lines = new ArrayList<>();

    private HeadLines() {}

    static HeadLines of(ParsedResponse head) {
        HeadLines all = new HeadLines();
        FieldTable fields = head.fields();
        for (int field = 0; field < fields.count(); field++) {
            if (!KnownField.isHopByHop(fields.known(field)) && !fields.isNamedByConnection(field)) {
                all.lines.add(new Line(
                        text(head, fields.nameStart(field), fields.nameEnd(field)),
                        text(head, fields.valueStart(field), fields.valueEnd(field))));
            }
        }
        return all;
    }

    private static String text(ParsedResponse head, int start, int end) {
        return new String(head.buffer(), start, end - start, StandardCharsets.ISO_8859_1);
    }

    void remove(String name) {
        lines.removeIf(line -> line.name.equalsIgnoreCase(name));
    }

    /** New names by old; all at once. What a new name had goes where there is the old one. */
    void rename(Map<String, String> renamed) {
        Map<String, String> present = new HashMap<>();
        renamed.forEach((from, to) -> {
            if (lines.stream().anyMatch(line -> line.name.equalsIgnoreCase(from))) {
                present.put(from.toLowerCase(Locale.ROOT), to);
            }
        });
        if (present.isEmpty()) {
            return;
        }
        lines.removeIf(line -> !present.containsKey(line.name.toLowerCase(Locale.ROOT))
                && present.values().stream().anyMatch(line.name::equalsIgnoreCase));
        lines.replaceAll(line -> {
            String to = present.get(line.name.toLowerCase(Locale.ROOT));
            return to == null ? line : new Line(to, line.value);
        });
    }

    void add(String name, String value) {
        lines.add(new Line(name, value));
    }

    /** Each with CR LF. */
    byte[] bytes() {
        StringBuilder all = new StringBuilder();
        for (Line line : lines) {
            all.append(line.name).append(": ").append(line.value).append("\r\n");
        }
        return all.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
