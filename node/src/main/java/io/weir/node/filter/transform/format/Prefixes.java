package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which prefixes of namespaces the members {@code @xmlns:x} above declare: others are no prefixes but letters of a name. */
record Prefixes(Set<String> declared) {
    static final Prefixes NONE = new Prefixes(Set.of("xml"));
    /** Each element that declares one copies those around it. */
    private static final int MOST = 100;

    private static final String DECLARATION = "@xmlns:";

    /** Within an element that has this for its value. */
    Prefixes with(JsonNode value) throws BodyFault {
        if (!(value instanceof ObjectNode object)) {
            return this;
        }
        Set<String> more = null;
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (isDeclaration(member.getKey(), member.getValue())) {
                more = more == null ? new HashSet<>(declared) : more;
                more.add(member.getKey().substring(DECLARATION.length()));
            }
        }
        if (more != null && more.size() > MOST) {
            throw BodyFault.unconvertible("It declares more than " + MOST + " prefixes within one another");
        }
        return more == null ? this : new Prefixes(more);
    }

    private static boolean isDeclaration(String name, JsonNode value) {
        if (!name.startsWith(DECLARATION) || !isUri(value) || value.textValue().isEmpty()) {
            return false;
        }
        String prefix = name.substring(DECLARATION.length());
        return XmlNames.isPlain(prefix)
                && !Set.of("xml", "xmlns", "xsi", "weir").contains(prefix);
    }

    private static boolean isUri(JsonNode value) {
        return value.isTextual()
                && XmlNames.isText(value.textValue())
                && !Set.of(
                                XmlNames.WEIR,
                                XmlNames.XSI,
                                "http://www.w3.org/XML/1998/namespace",
                                "http://www.w3.org/2000/xmlns/")
                        .contains(value.textValue());
    }

    /** Whether the member becomes an attribute of the element whose prefixes these are. */
    boolean isAttribute(String name, JsonNode value) {
        if (name.length() < 2 || name.charAt(0) != '@' || !value.isTextual() || !XmlNames.isText(value.textValue())) {
            return false;
        }
        if (name.equals("@xmlns")) {
            return isUri(value);
        }
        if (name.startsWith(DECLARATION)) {
            return isDeclaration(name, value);
        }
        int colon = name.indexOf(':');
        String prefix = colon < 0 ? "" : name.substring(1, colon);
        return colon < 0
                || declared.contains(prefix)
                || prefix.equals("xsi") && !name.equals("@xsi:nil") && name.length() > 5;
    }

    /** A member's name as that of an element. */
    String name(String member) {
        int colon = member.indexOf(':');
        boolean prefixed = colon > 0 && colon < member.length() - 1 && declared.contains(member.substring(0, colon));
        return prefixed ? encoded(member) : XmlNames.encode(member);
    }

    /** Each side of the first colon for itself. */
    static String encoded(String name) {
        int colon = name.indexOf(':');
        return colon < 0
                ? XmlNames.encode(name)
                : name.substring(0, colon + 1) + XmlNames.encode(name.substring(colon + 1));
    }
}
