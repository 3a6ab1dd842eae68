package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Reads and writes one format. A tree is of objects, arrays, texts, {@code IntNode}, {@code LongNode} and {@code DecimalNode},
 * truth values and null alone. Thread-safe; takes some 20 ns a byte, so larger bodies are no work for a loop.
 */
public interface Codec {
    /**
     * @param body not modified
     * @param charset as {@code Content-Type} has it, lower case; empty: it does not say
     * @throws BodyFault when it is not what it should be
     */
    JsonNode read(byte[] body, String charset) throws BodyFault;

    /** @throws BodyFault when the format has no way to say it */
    byte[] write(JsonNode tree) throws BodyFault;
}
