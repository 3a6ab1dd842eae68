package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * YAML 1.2 by its core schema, one document. No tags, no anchors and so no aliases: a tree is as large as its text. Names are texts,
 * however they are written.
 */
public final class YamlCodec implements Codec {
    private final int depth;

    /** @param depth containers within one another */
    public YamlCodec(int depth) {
        this.depth = depth;
    }

    @Override
    public JsonNode read(byte[] body, String charset) throws BodyFault {
        return new YamlReader(depth).read(TextBytes.utf8(body, charset));
    }

    @Override
    public byte[] write(JsonNode tree) {
        return new YamlWriter().write(tree);
    }
}
