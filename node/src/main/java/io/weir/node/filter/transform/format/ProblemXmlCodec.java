package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.config.model.Transform;
import java.util.List;
import java.util.Optional;

/** Problems in XML (RFC 9457, appendix B): members are elements of one namespace, items of arrays are elements {@code i}. */
public final class ProblemXmlCodec implements Codec {
    private static final String NAMESPACE = "urn:ietf:rfc:7807";
    private static final Transform.Xml FORM = new Transform.Xml(
            Optional.of("problem"), Transform.Types.INFERRED, List.of(), List.of("title", "detail"), false);

    private final int depth;

    /** @param depth elements within one another */
    public ProblemXmlCodec(int depth) {
        this.depth = depth;
    }

    @Override
    public JsonNode read(byte[] body, String charset) throws BodyFault {
        JsonNode tree = XmlReader.read(XmlText.decode(body, charset), FORM, depth);
        if (tree instanceof ObjectNode problem) {
            problem.remove("@xmlns");
        }
        return unwrapped(tree);
    }

    @Override
    public byte[] write(JsonNode tree) throws BodyFault {
        ObjectNode problem = JsonNodeFactory.instance.objectNode().put("@xmlns", NAMESPACE);
        if (wrapped(tree) instanceof ObjectNode members) {
            problem.setAll(members);
        }
        return new XmlWriter(FORM).document(problem);
    }

    private static JsonNode wrapped(JsonNode node) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> out.set(member.getKey(), wrapped(member.getValue())));
            return out;
        }
        if (!node.isArray()) {
            return node;
        }
        node.forEach(item -> out.withArray("/i").add(wrapped(item)));
        return out;
    }

    private static JsonNode unwrapped(JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            return node;
        }
        JsonNode items = object.size() == 1 ? object.get("i") : null;
        if (items != null) {
            var array = JsonNodeFactory.instance.arrayNode();
            (items.isArray() ? items : List.of(items)).forEach(item -> array.add(unwrapped(item)));
            return array;
        }
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(member -> out.set(member.getKey(), unwrapped(member.getValue())));
        return out;
    }
}
