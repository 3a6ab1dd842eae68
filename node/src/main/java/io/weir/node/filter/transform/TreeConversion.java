package io.weir.node.filter.transform;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.node.filter.transform.format.BodyFault;
import io.weir.node.filter.transform.format.Codec;
import io.weir.node.filter.transform.format.JsonCodec;
import io.weir.node.filter.transform.format.NdjsonCodec;
import java.util.List;

/**
 * Read once, changed, written once.
 *
 * @param charset of what is read, lower case; empty: not said
 * @param edits in this order
 */
record TreeConversion(Codec from, String charset, List<BodyEdit> edits, Codec to, String contentType)
        implements Conversion {
    @Override
    public int mostOnLoop() {
        return edits.stream().anyMatch(BodyEdit::takesLong) ? -1 : SMALL;
    }

    @Override
    public Converted convert(byte[] body, int status) throws BodyFault {
        JsonNode tree = from.read(body, charset);
        for (BodyEdit edit : edits) {
            tree = edit.edit(tree, status);
        }
        return new Converted(status, contentType, to.write(tree));
    }

    @Override
    public Streaming streaming() {
        if (!edits.isEmpty()) {
            return Streaming.NONE;
        } else if (from instanceof JsonCodec && to instanceof NdjsonCodec) {
            return Streaming.TO_LINES;
        }
        return from instanceof NdjsonCodec && to instanceof JsonCodec ? Streaming.TO_ARRAY : Streaming.NONE;
    }
}
