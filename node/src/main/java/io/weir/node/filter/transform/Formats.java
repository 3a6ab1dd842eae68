package io.weir.node.filter.transform;

import io.weir.config.model.BodyFormat;
import io.weir.config.model.Transform;
import io.weir.node.filter.transform.format.Codec;
import io.weir.node.filter.transform.format.JsonCodec;
import io.weir.node.filter.transform.format.XmlCodec;

/** The formats as one policy has them. Thread-safe. */
final class Formats {
    private final Transform.Xml xml;
    private final int depth;

    Formats(Transform policy) {
        this.xml = policy.xml();
        this.depth = policy.depth();
    }

    int depth() {
        return depth;
    }

    Codec of(BodyFormat format) {
        return switch (format) {
            case JSON -> new JsonCodec(depth);
            case XML -> new XmlCodec(xml, depth);
            default -> throw new IllegalStateException("no codec for " + format);
        };
    }

    /** With the encoding, where it is not clear by itself. */
    static String contentType(String type) {
        boolean text =
                BodyFormat.of(type).filter(format -> format == BodyFormat.XML).isPresent();
        return text ? type + "; charset=utf-8" : type;
    }
}
