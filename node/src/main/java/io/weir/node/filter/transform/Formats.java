package io.weir.node.filter.transform;

import io.weir.config.model.BodyFormat;
import io.weir.config.model.Transform;
import io.weir.node.filter.transform.format.CborCodec;
import io.weir.node.filter.transform.format.Codec;
import io.weir.node.filter.transform.format.CsvCodec;
import io.weir.node.filter.transform.format.FormCodec;
import io.weir.node.filter.transform.format.JsonCodec;
import io.weir.node.filter.transform.format.MsgpackCodec;
import io.weir.node.filter.transform.format.NdjsonCodec;
import io.weir.node.filter.transform.format.XmlCodec;
import io.weir.node.filter.transform.format.YamlCodec;

/** The formats as one policy has them. Thread-safe. */
final class Formats {
    private final Transform.Xml xml;
    private final Transform.Types form;
    private final Transform.Csv csv;
    private final int depth;

    Formats(Transform policy) {
        this.xml = policy.xml();
        this.form = policy.form();
        this.csv = policy.csv();
        this.depth = policy.depth();
    }

    int depth() {
        return depth;
    }

    Codec of(BodyFormat format) {
        return switch (format) {
            case JSON -> new JsonCodec(depth);
            case XML -> new XmlCodec(xml, depth);
            case NDJSON -> new NdjsonCodec(depth);
            case YAML -> new YamlCodec(depth);
            case CBOR -> new CborCodec(depth);
            case MSGPACK -> new MsgpackCodec(depth);
            case FORM -> new FormCodec(form, depth);
            case CSV -> new CsvCodec(csv);
        };
    }

    /** With the encoding, where it is not clear by itself. */
    static String contentType(String type) {
        boolean text =
                BodyFormat.of(type).filter(format -> format == BodyFormat.XML).isPresent();
        return text ? type + "; charset=utf-8" : type;
    }
}
