package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.config.model.Transform.Types;

/**
 * Fields of a form ({@code application/x-www-form-urlencoded}), whose names say the way to a value: {@code a[b]=1} is a member of a
 * member, {@code a[]=1} the next item, {@code a[0][b]=1} a member of an item.
 */
public final class FormCodec implements Codec {
    private final Types types;
    private final int depth;

    /** @param depth containers within one another */
    public FormCodec(Types types, int depth) {
        this.types = types;
        this.depth = depth;
    }

    @Override
    public JsonNode read(byte[] body, String charset) throws BodyFault {
        return new FormReader(types, depth).read(TextBytes.utf8(body, charset));
    }

    @Override
    public byte[] write(JsonNode tree) throws BodyFault {
        return new FormWriter().write(tree);
    }
}
