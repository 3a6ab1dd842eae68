package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** One JSON text a line; the tree is the array of them. What is no array is written as the only line. */
public final class NdjsonCodec implements Codec {
    private final int depth;

    /** @param depth containers within one another, the array among them */
    public NdjsonCodec(int depth) {
        this.depth = depth;
    }

    @Override
    public JsonNode read(byte[] body, String charset) throws BodyFault {
        TextBytes.checkUtf8(charset);
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        int start = 0;
        for (int i = 0; i <= body.length; i++) {
            if (i == body.length || body[i] == '\n') {
                if (!isBlank(body, start, i)) {
                    items.add(JsonCodec.read(Arrays.copyOfRange(body, start, i), depth - 1));
                }
                start = i + 1;
            }
        }
        return items;
    }

    private static boolean isBlank(byte[] body, int start, int end) {
        for (int i = start; i < end; i++) {
            if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public byte[] write(JsonNode tree) throws BodyFault {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        for (JsonNode item : tree instanceof ArrayNode array
                ? array
                : JsonNodeFactory.instance.arrayNode().add(tree)) {
            out.writeBytes(JsonCodec.text(item));
            out.write('\n');
        }
        return out.toByteArray();
    }
}
