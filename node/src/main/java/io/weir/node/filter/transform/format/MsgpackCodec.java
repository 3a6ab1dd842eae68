package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * MessagePack. Binary is text in base64url, as in CBOR; extensions have no form in a tree. Code of our own: a length is held against
 * what is there before anything is made of it.
 */
public final class MsgpackCodec implements Codec {
    private final int depth;

    /** @param depth containers within one another */
    public MsgpackCodec(int depth) {
        this.depth = depth;
    }

    @Override
    public JsonNode read(byte[] body, String charset) throws BodyFault {
        return new MsgpackReader(body, depth).read();
    }

    @Override
    public byte[] write(JsonNode tree) throws BodyFault {
        return new MsgpackWriter().write(tree);
    }
}
