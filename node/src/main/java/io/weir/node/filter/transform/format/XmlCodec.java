package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.config.model.Transform;

/** XML 1.0 by the convention of docs/transformation.md. */
public final class XmlCodec implements Codec {
    private final Transform.Xml form;
    private final int depth;

    /** @param depth elements within one another */
    public XmlCodec(Transform.Xml form, int depth) {
        this.form = form;
        this.depth = depth;
    }

    @Override
    public JsonNode read(byte[] body, String charset) throws BodyFault {
        return XmlReader.read(XmlText.decode(body, charset), form, depth);
    }

    @Override
    public byte[] write(JsonNode tree) throws BodyFault {
        return new XmlWriter(form).document(tree);
    }
}
