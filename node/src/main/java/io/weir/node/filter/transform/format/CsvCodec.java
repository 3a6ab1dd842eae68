package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.weir.config.model.Transform;
import io.weir.config.model.Transform.Types;
import java.util.ArrayList;
import java.util.List;

/** CSV (RFC 4180), read only: the first record names the members, each other one is an object. */
public final class CsvCodec implements Codec {
    private static final int MOST_COLUMNS = 1_000;

    private final Transform.Csv form;

    public CsvCodec(Transform.Csv form) {
        this.form = form;
    }

    @Override
    public JsonNode read(byte[] body, String charset) throws BodyFault {
        CsvRecords records = new CsvRecords(XmlText.decode(body, charset), form.delimiter(), MOST_COLUMNS);
        List<String> names = new ArrayList<>();
        if (!records.next(names)) {
            throw BodyFault.malformed("It has no record of names");
        }
        if (names.stream().distinct().count() != names.size() || names.contains("")) {
            throw BodyFault.malformed("Its record of names has one twice, or an empty one");
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        List<String> values = new ArrayList<>();
        while (records.next(values)) {
            if (values.size() != names.size()) {
                throw BodyFault.malformed(
                        "Line " + records.line() + " has " + values.size() + " fields, not " + names.size());
            }
            if ((all.size() + 1L) * names.size() > TreeBuilder.MOST_VALUES) {
                throw TreeBuilder.tooMany();
            }
            all.add(object(names, values));
        }
        return all;
    }

    private ObjectNode object(List<String> names, List<String> values) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < names.size(); i++) {
            String text = values.get(i);
            object.set(names.get(i), form.types() == Types.INFERRED ? Inference.value(text) : TextNode.valueOf(text));
        }
        return object;
    }

    @Override
    public byte[] write(JsonNode tree) throws BodyFault {
        throw BodyFault.unconvertible("CSV is not written");
    }
}
