package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.config.model.Transform;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes a tree as an XML document, the reverse of {@link XmlReader}. One use. */
final class XmlWriter {
    private final Transform.Xml form;
    private final StringBuilder out = new StringBuilder(512).append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    /** Where the root's own declarations go. */
    private int declarations = -1;

    private boolean weir;
    private boolean xsi;

    XmlWriter(Transform.Xml form) {
        this.form = form;
    }

    byte[] document(JsonNode tree) throws BodyFault {
        if (form.root().isPresent()) {
            element(form.root().get(), form.root().get(), tree, "", Prefixes.NONE);
        } else if (tree instanceof ObjectNode object && object.size() == 1 && isRoot(object)) {
            Map.Entry<String, JsonNode> only = object.properties().iterator().next();
            Prefixes inside = Prefixes.NONE.with(only.getValue());
            element(inside.name(only.getKey()), only.getKey(), only.getValue(), "", Prefixes.NONE);
        } else if (form.hints()) {
            weir = true;
            element("weir:value", "", tree, "", Prefixes.NONE);
        } else {
            element("root", "root", tree, "", Prefixes.NONE);
        }
        declare();
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isRoot(ObjectNode object) {
        Map.Entry<String, JsonNode> only = object.properties().iterator().next();
        return !Prefixes.NONE.isAttribute(only.getKey(), only.getValue()) && !(only.getValue() instanceof ArrayNode);
    }

    private void declare() {
        String lines = (weir ? " xmlns:weir=\"" + XmlNames.WEIR + '"' : "")
                + (xsi ? " xmlns:xsi=\"" + XmlNames.XSI + '"' : "");
        out.insert(declarations, lines);
    }

    /**
     * One element.
     *
     * @param tag as it is written
     * @param name of the member that it stands for
     * @param hint attributes of Weir's own
     */
    private void element(String tag, String name, JsonNode value, String hint, Prefixes outer) throws BodyFault {
        out.append('<').append(tag);
        if (declarations < 0) {
            declarations = out.length();
        }
        out.append(hint);
        if (value instanceof ObjectNode object) {
            object(tag, name, object, outer.with(object));
        } else if (value instanceof ArrayNode array) {
            array(tag, array, outer);
        } else {
            scalar(tag, name, value, false);
        }
    }

    private void object(String tag, String name, ObjectNode object, Prefixes prefixes) throws BodyFault {
        boolean attributes = false;
        boolean elements = false;
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (prefixes.isAttribute(member.getKey(), member.getValue())) {
                attribute(member.getKey().substring(1), member.getValue().textValue());
                attributes = true;
            } else if (!member.getKey().equals("#text")) {
                elements = true;
            }
        }
        JsonNode text = object.get("#text");
        if (text != null && attributes && !elements && text.isValueNode()) {
            scalar(tag, name, text, true);
            return;
        }
        if (!elements && text == null) {
            out.append(attributes ? "" : type("object")).append("/>");
            return;
        }
        out.append('>');
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!prefixes.isAttribute(member.getKey(), member.getValue())) {
                member(member.getKey(), member.getValue(), prefixes);
            }
        }
        out.append("</").append(tag).append('>');
    }

    private void member(String name, JsonNode value, Prefixes prefixes) throws BodyFault {
        boolean known = form.arrays().contains(name);
        if (!(value instanceof ArrayNode array)) {
            boolean single = known && form.hints();
            weir |= single;
            element(prefixes.with(value).name(name), name, value, single ? " weir:array=\"false\"" : "", prefixes);
            return;
        }
        if (array.isEmpty() && form.hints()) {
            weir = true;
            out.append('<').append(prefixes.name(name)).append(" weir:array=\"empty\"/>");
        }
        boolean alone = array.size() == 1 && !known && form.hints();
        weir |= alone;
        for (JsonNode item : array) {
            element(prefixes.with(item).name(name), name, item, alone ? " weir:array=\"true\"" : "", prefixes);
        }
    }

    private void array(String tag, ArrayNode array, Prefixes prefixes) throws BodyFault {
        out.append(type("array")).append('>');
        weir |= form.hints();
        for (JsonNode item : array) {
            element(form.hints() ? XmlElement.ITEM : "item", XmlElement.ITEM, item, "", prefixes);
        }
        out.append("</").append(tag).append('>');
    }

    private String type(String type) {
        weir |= form.hints();
        return form.hints() ? " weir:type=\"" + type + '"' : "";
    }

    /** @param besides attributes, so that without a word of its type an empty text would be none */
    private void scalar(String tag, String name, JsonNode value, boolean besides) throws BodyFault {
        if (value.isNull()) {
            xsi = true;
            out.append(" xsi:nil=\"true\"/>");
            return;
        }
        String text = value.isNumber() ? PlainNumber.text(value) : value.asText();
        if (value.isTextual() && !XmlNames.isText(text)) {
            literal(value);
        } else {
            out.append(typeOf(name, value, text, besides)).append('>');
            text(text);
        }
        out.append("</").append(tag).append('>');
    }

    private void literal(JsonNode value) throws BodyFault {
        if (!form.hints()) {
            throw BodyFault.unconvertible("A text has characters that XML does not know");
        }
        out.append(type("json")).append('>');
        text(new String(JsonCodec.text(value), StandardCharsets.UTF_8));
    }

    private String typeOf(String name, JsonNode value, String text, boolean besides) {
        boolean texts = form.types() == Transform.Types.TEXT || form.texts().contains(name);
        boolean inferred = !texts && Inference.other(text) != null;
        if (value.isTextual()) {
            return inferred || besides && text.isEmpty() ? type("string") : "";
        }
        return inferred ? "" : type(value.isNumber() ? "number" : "boolean");
    }

    private void attribute(String name, String value) {
        xsi |= name.startsWith("xsi:");
        out.append(' ').append(Prefixes.encoded(name)).append("=\"");
        text(value);
        out.append('"');
    }

    /** Also what a reader of attributes or lines would make something else of. */
    private void text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#13;");
                case '\n' -> out.append("&#10;");
                case '\t' -> out.append("&#9;");
                default -> out.append(c);
            }
        }
    }
}
