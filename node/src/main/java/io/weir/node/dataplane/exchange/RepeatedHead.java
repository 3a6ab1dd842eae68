package io.weir.node.dataplane.exchange;

import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.KnownField;
import io.weir.protocol.http.ParsedRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A request's head as it could have been sent again: in normal form, without what was meant for the connection. */
final class RepeatedHead {
    private RepeatedHead() {}

    static byte[] of(ParsedRequest request) {
        byte[] buffer = request.buffer();
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        text(out, "GET ");
        out.write(buffer, request.pathStart(), request.pathEnd() - request.pathStart());
        if (request.hasQuery()) {
            text(out, "?");
            out.write(buffer, request.queryStart(), request.queryEnd() - request.queryStart());
        }
        text(out, " HTTP/1.1\r\nHost: ");
        out.write(buffer, request.authorityStart(), request.authorityEnd() - request.authorityStart());
        text(out, "\r\n");
        FieldTable fields = request.fields();
        for (int field = 0; field < fields.count(); field++) {
            int known = fields.known(field);
            if (known != KnownField.HOST && !KnownField.isHopByHop(known) && !fields.isNamedByConnection(field)) {
                out.write(buffer, fields.nameStart(field), fields.valueEnd(field) - fields.nameStart(field));
                text(out, "\r\n");
            }
        }
        text(out, "\r\n");
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
