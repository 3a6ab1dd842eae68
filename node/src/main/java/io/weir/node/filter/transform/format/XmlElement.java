package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.weir.config.model.Transform;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** What is known of an element while it is read, and what it stands for then. */
final class XmlElement {
    /** No element of anybody else is read as this. */
    static final String ITEM = "weir:item";

    private static final String TEXT = "#text";

    private final String name;
    private final String namespace;
    private final String local;
    private final boolean bare;
    private final Transform.Xml form;
    /** Made when there is something to put into them: most elements have but a text, and many not even that. */
    private @Nullable ObjectNode attributes;

    private Map<String, List<XmlElement>> children = Map.of();
    private @Nullable StringBuilder text;
    private String type = "";
    private String array = "";
    private boolean nil;

    /** The one that {@code xml} is at the beginning of. */
    XmlElement(XMLStreamReader xml, Transform.Xml form, boolean bare) throws BodyFault {
        this.namespace = xml.getNamespaceURI() == null ? "" : xml.getNamespaceURI();
        this.local = xml.getLocalName();
        this.form = form;
        this.bare = bare;
        boolean item = namespace.equals(XmlNames.WEIR) && local.equals("item");
        this.name = item ? ITEM : named(xml.getPrefix(), local);
        attributes(xml);
    }

    String name() {
        return name;
    }

    String local() {
        return local;
    }

    String namespace() {
        return namespace;
    }

    boolean isNamed(String uri, String localName) {
        return namespace.equals(uri) && local.equals(localName);
    }

    /** Whether it has the attribute, and that is true. */
    boolean isTrue(String attribute) {
        ObjectNode known = attributes;
        String value = known == null ? "" : known.path(attribute).asText("").strip();
        return value.equals("1") || value.equals("true");
    }

    List<XmlElement> children(String childName) {
        return children.getOrDefault(childName, List.of());
    }

    List<XmlElement> children() {
        return children.values().stream().flatMap(List::stream).toList();
    }

    /** As a member's: a prefix stays. */
    private String named(@Nullable String prefix, String localName) {
        String decoded = XmlNames.decode(localName);
        return bare || prefix == null || prefix.isEmpty() ? decoded : prefix + ':' + decoded;
    }

    private void attributes(XMLStreamReader xml) throws BodyFault {
        for (int i = 0; i < xml.getNamespaceCount(); i++) {
            String prefix = xml.getNamespacePrefix(i);
            String uri = xml.getNamespaceURI(i) == null ? "" : xml.getNamespaceURI(i);
            if (bare) {
                continue;
            }
            boolean reserved = "xsi".equals(prefix) || "weir".equals(prefix);
            if (uri.equals(XmlNames.WEIR) || uri.equals(XmlNames.XSI)) {
                continue;
            }
            if (reserved) {
                throw BodyFault.malformed("It uses the prefix " + prefix + " for something else");
            }
            attribute(prefix == null || prefix.isEmpty() ? "@xmlns" : "@xmlns:" + prefix, uri);
        }
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String uri = xml.getAttributeNamespace(i) == null ? "" : xml.getAttributeNamespace(i);
            String attribute = xml.getAttributeLocalName(i);
            String value = xml.getAttributeValue(i);
            switch (uri) {
                case XmlNames.WEIR -> hint(attribute, value);
                case XmlNames.XSI -> xsi(attribute, value);
                default -> attribute('@' + named(xml.getAttributePrefix(i), attribute), value);
            }
        }
    }

    private void attribute(String name, String value) throws BodyFault {
        ownAttributes().put(TreeBuilder.wellFormed(name), TreeBuilder.wellFormed(value));
    }

    private ObjectNode ownAttributes() {
        ObjectNode known = attributes;
        if (known == null) {
            known = JsonNodeFactory.instance.objectNode();
            attributes = known;
        }
        return known;
    }

    private void hint(String hint, String value) throws BodyFault {
        switch (hint) {
            case "type" -> type = value;
            case "array" -> array = value;
            default -> throw BodyFault.malformed("It has an attribute of urn:weir:json that means nothing");
        }
    }

    private void xsi(String attribute, String value) throws BodyFault {
        if (attribute.equals("nil")) {
            nil = value.strip().equals("true") || value.strip().equals("1");
        } else {
            attribute((bare ? "@" : "@xsi:") + attribute, value);
        }
    }

    void text(String more) {
        StringBuilder all = text;
        if (all == null) {
            all = new StringBuilder(more.length());
            text = all;
        }
        all.append(more);
    }

    private String content() {
        return text == null ? "" : text.toString();
    }

    void child(XmlElement child) {
        if (children.isEmpty()) {
            children = new LinkedHashMap<>(4);
        }
        children.computeIfAbsent(child.name, name -> new ArrayList<>(1)).add(child);
    }

    private boolean isEmptyArray() {
        return array.equals("empty");
    }

    JsonNode value() throws BodyFault {
        if (!children.isEmpty() && !content().isBlank()) {
            throw BodyFault.malformed("An element has elements and text beside one another");
        }
        if (type.equals("array")) {
            return items();
        }
        if (children.isEmpty()) {
            return leaf();
        }
        ObjectNode object = ownAttributes();
        for (Map.Entry<String, List<XmlElement>> child : children.entrySet()) {
            String key = TreeBuilder.wellFormed(child.getKey());
            if (object.has(key)) {
                throw BodyFault.malformed("A name is there twice in one element");
            }
            object.set(key, member(key, child.getValue()));
        }
        return object;
    }

    private JsonNode member(String key, List<XmlElement> elements) throws BodyFault {
        XmlElement first = elements.get(0);
        boolean alone = elements.size() == 1;
        boolean listed = first.array.isEmpty() ? form.arrays().contains(key) : !first.array.equals("false");
        if (alone && !listed) {
            return first.value();
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (XmlElement element : elements) {
            if (!element.isEmptyArray()) {
                all.add(element.value());
            }
        }
        return all;
    }

    private JsonNode items() throws BodyFault {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (XmlElement item : children.getOrDefault(ITEM, List.of())) {
            all.add(item.value());
        }
        return all;
    }

    private JsonNode leaf() throws BodyFault {
        if (!type.equals("object") && attributes == null) {
            return scalar();
        }
        boolean silent = type.equals("object") || content().isEmpty() && type.isEmpty() && !nil;
        return silent ? ownAttributes() : ownAttributes().set(TEXT, scalar());
    }

    private JsonNode scalar() throws BodyFault {
        String content = content();
        if (nil) {
            return NullNode.instance;
        }
        return switch (type) {
            case "" -> plain(content);
            case "string" -> TextNode.valueOf(TreeBuilder.wellFormed(content));
            case "number", "boolean", "json" -> literal(content);
            default -> throw BodyFault.malformed("An element is of a type that means nothing");
        };
    }

    private JsonNode plain(String content) throws BodyFault {
        boolean texts = form.types() == Transform.Types.TEXT || form.texts().contains(name);
        return texts
                ? TextNode.valueOf(TreeBuilder.wellFormed(content))
                : Inference.value(TreeBuilder.wellFormed(content));
    }

    private JsonNode literal(String content) throws BodyFault {
        JsonNode value = JsonCodec.read(content.getBytes(StandardCharsets.UTF_8), 1);
        boolean good =
                switch (type) {
                    case "number" -> value.isNumber();
                    case "boolean" -> value instanceof BooleanNode;
                    default -> value.isTextual();
                };
        if (!good) {
            throw BodyFault.malformed("An element is not of the type that it says");
        }
        return value;
    }
}
