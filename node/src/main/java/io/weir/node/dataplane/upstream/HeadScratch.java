package io.weir.node.dataplane.upstream;

import io.weir.protocol.http.ParsedResponse;

/** Where a loop's connections read the heads of answers, one at a time. */
final class HeadScratch {
    /** Bytes of the longest head that is read. */
    static final int LONGEST = 65536;

    final byte[] bytes = new byte[LONGEST];
    final ParsedResponse head = new ParsedResponse();
}
