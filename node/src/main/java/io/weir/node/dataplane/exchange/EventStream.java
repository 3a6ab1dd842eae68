package io.weir.node.dataplane.exchange;

import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.ParsedResponse;

/** Server-sent events: an answer that is meant to go on for as long as the two like. */
final class EventStream {
    private static final byte[] CONTENT_TYPE = Octets.ascii("content-type");
    private static final byte[] EVENTS = Octets.ascii("text/event-stream");

    private EventStream() {}

    /** Whether the answer is one; whatever parameters its type has. */
    static boolean is(ParsedResponse head) {
        FieldTable fields = head.fields();
        byte[] buffer = head.buffer();
        for (int field = 0; field < fields.count(); field++) {
            if (Octets.same(buffer, fields.nameStart(field), fields.nameEnd(field), CONTENT_TYPE)) {
                int start = fields.valueStart(field);
                int end = start + EVENTS.length;
                return end <= fields.valueEnd(field)
                        && Octets.same(buffer, start, end, EVENTS)
                        && (end == fields.valueEnd(field) || buffer[end] == ';' || buffer[end] == ' ');
            }
        }
        return false;
    }
}
