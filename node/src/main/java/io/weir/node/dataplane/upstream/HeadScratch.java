package io.weir.node.dataplane.upstream;

import io.weir.node.dataplane.fields.FieldsReader;
import io.weir.node.dataplane.fields.FieldsWriter;
import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.protocol.http.ParsedResponse;

/** Where a loop's connections read the heads of answers, one at a time. */
final class HeadScratch {
    /** Bytes of the longest head that is read. */
    static final int LONGEST = 65536;

    final byte[] bytes = new byte[LONGEST];
    final ParsedResponse head = new ParsedResponse();
    /** Heads of HTTP/2 on their way to being lines, and those lines. */
    final FieldsReader reader = new FieldsReader();

    final HeadBytes lines = new HeadBytes();
    final FieldsWriter writer = new FieldsWriter();
}
