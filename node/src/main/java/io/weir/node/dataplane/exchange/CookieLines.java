package io.weir.node.dataplane.exchange;

import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.ParsedRequest;
import java.util.List;

/** Forwards cookies without those that filters drop; only such requests have their {@code Cookie} fields written anew. */
final class CookieLines {
    private static final FieldName COOKIE = FieldName.of("cookie");
    private static final byte[] LINE = Octets.ascii("Cookie: ");
    private static final byte[] BETWEEN = Octets.ascii("; ");

    private CookieLines() {}

    /** Whether the field is a {@code Cookie} that is not copied, because {@link #write} writes what stays of it. */
    static boolean edits(byte[] buffer, FieldTable fields, int field, RequestWriter.Wishes wishes) {
        return !wishes.droppedCookies().isEmpty()
                && COOKIE.matches(buffer, fields.nameStart(field), fields.nameEnd(field));
    }

    static void write(HeadBytes out, ParsedRequest request, RouteSheet sheet, RequestWriter.Wishes wishes) {
        if (wishes.droppedCookies().isEmpty()) {
            return;
        }
        FieldTable fields = request.fields();
        byte[] buffer = request.buffer();
        for (int field = 0; field < fields.count(); field++) {
            if (edits(buffer, fields, field, wishes)
                    && !fields.isNamedByConnection(field)
                    && !sheet.removesFromRequest(buffer, fields, field)
                    && !RequestWriter.isDropped(buffer, fields, field, wishes.droppedFields())) {
                line(out, buffer, fields.valueStart(field), fields.valueEnd(field), wishes.droppedCookies());
            }
        }
    }

    private static void line(HeadBytes out, byte[] buffer, int start, int end, List<String> dropped) {
        boolean began = false;
        int from = start;
        while (from < end) {
            int to = from;
            while (to < end && buffer[to] != ';') {
                to++;
            }
            int first = from;
            while (first < to && isSpace(buffer[first])) {
                first++;
            }
            if (first < to && !isDropped(buffer, first, to, dropped)) {
                out.add(began ? BETWEEN : LINE).add(buffer, first, to);
                began = true;
            }
            from = to + 1;
        }
        if (began) {
            out.line();
        }
    }

    /** By the name before the equals sign; a space before it is none of the name, as lenient backends read it. */
    private static boolean isDropped(byte[] buffer, int start, int end, List<String> dropped) {
        int nameEnd = start;
        while (nameEnd < end && buffer[nameEnd] != '=') {
            nameEnd++;
        }
        while (nameEnd > start && isSpace(buffer[nameEnd - 1])) {
            nameEnd--;
        }
        for (int i = 0; i < dropped.size(); i++) {
            if (is(buffer, start, nameEnd, dropped.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(byte[] buffer, int start, int end, String name) {
        if (end - start != name.length()) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (buffer[i] != name.charAt(i - start)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }
}
