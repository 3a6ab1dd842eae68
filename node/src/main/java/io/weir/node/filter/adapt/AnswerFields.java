package io.weir.node.filter.adapt;

import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.KnownField;
import io.weir.protocol.http.ParsedResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of an answer's head that go beyond this hop. Mutable. */
final class AnswerFields {
    private static final Set<String> OF_THE_BYTES =
            Set.of("content-length", "content-digest", "content-md5", "digest", "repr-digest", "accept-ranges");

    private record Field(String name, String value) {
        boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    private final List<Field> fields = new ArrayList<>();

    static AnswerFields of(ParsedResponse head) {
        AnswerFields all = new AnswerFields();
        FieldTable table = head.fields();
        for (int i = 0; i < table.count(); i++) {
            if (!KnownField.isHopByHop(table.known(i)) && !table.isNamedByConnection(i)) {
                all.fields.add(new Field(
                        text(head, table.nameStart(i), table.nameEnd(i)),
                        text(head, table.valueStart(i), table.valueEnd(i))));
            }
        }
        return all;
    }

    private static String text(ParsedResponse head, int start, int end) {
        return new String(head.buffer(), start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** All values, with a comma between; null: there is none. */
    @Nullable
    String value(String name) {
        StringBuilder all = null;
        for (Field field : fields) {
            if (field.is(name)) {
                all = all == null ? new StringBuilder() : all.append(", ");
                all.append(field.value);
            }
        }
        return all == null ? null : all.toString();
    }

    void remove(String name) {
        fields.removeIf(field -> field.is(name));
    }

    void set(String name, String value) {
        remove(name);
        fields.add(new Field(name, value));
    }

    /** What is said of a body's bytes no longer holds; its tag stands for what it is made of (RFC 9110 §8.8.1). */
    void anotherBody() {
        fields.removeIf(field -> OF_THE_BYTES.stream().anyMatch(field::is));
        String tag = value("etag");
        if (tag != null && tag.startsWith("\"")) {
            set("ETag", "W/" + tag);
        }
    }

    /** Each with CR LF. */
    byte[] lines() {
        StringBuilder lines = new StringBuilder();
        fields.forEach(field ->
                lines.append(field.name).append(": ").append(field.value).append("\r\n"));
        return lines.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
