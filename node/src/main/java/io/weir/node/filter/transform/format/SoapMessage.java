package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.config.model.Transform;
import io.weir.config.model.Transform.SoapVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an envelope of SOAP says (SOAP 1.1 §4, SOAP 1.2 part 1 §5): names lose their prefixes, and declarations of namespaces are
 * left out.
 *
 * @param namespace of the body's one element
 * @param name its local name
 * @param value what it stands for; an empty element is an empty object
 * @param obliges whether a header says that who does not know it must not go on
 */
public record SoapMessage(String namespace, String name, JsonNode value, boolean obliges) {
    private static final Map<SoapVersion, String> ENVELOPES = Map.of(
            SoapVersion.V1_1, "http://schemas.xmlsoap.org/soap/envelope/",
            SoapVersion.V1_2, "http://www.w3.org/2003/05/soap-envelope");

    /** Of that version's own elements. */
    public static String namespace(SoapVersion version) {
        return ENVELOPES.getOrDefault(version, "");
    }

    /**
     * @throws BodyFault when it is no envelope of the version
     */
    public static SoapMessage read(byte[] body, String charset, SoapVersion version, Transform.Xml form, int depth)
            throws BodyFault {
        XmlElement envelope = XmlReader.bare(XmlText.decode(body, charset), form, depth);
        String own = namespace(version);
        if (!envelope.isNamed(own, "Envelope")) {
            throw BodyFault.malformed("It is no envelope of SOAP " + version.spelling());
        }
        List<XmlElement> bodies = envelope.children("Body");
        if (bodies.size() != 1 || !bodies.get(0).isNamed(own, "Body")) {
            throw BodyFault.malformed("Its envelope has no body");
        }
        boolean obliges = false;
        for (XmlElement header : envelope.children("Header")) {
            for (XmlElement block : header.children()) {
                obliges |= block.isTrue("@mustUnderstand");
            }
        }
        List<XmlElement> elements = bodies.get(0).children();
        if (elements.size() > 1) {
            throw BodyFault.malformed("Its body has more than one element");
        }
        if (elements.isEmpty()) {
            return new SoapMessage("", "", JsonNodeFactory.instance.objectNode(), obliges);
        }
        XmlElement only = elements.get(0);
        return new SoapMessage(only.namespace(), only.name(), orObject(only.value()), obliges);
    }

    private static JsonNode orObject(JsonNode value) {
        return value.isTextual() && value.textValue().isBlank() ? JsonNodeFactory.instance.objectNode() : value;
    }

    /** Whether the version's own error is what the body has. */
    public boolean isFault(SoapVersion version) {
        return name.equals("Fault") && namespace.equals(namespace(version));
    }

    /**
     * An envelope.
     *
     * @param qualified whether the elements within are of the namespace, too
     * @param header elements of it, and their texts
     */
    public static byte[] write(
            SoapVersion version,
            String namespace,
            String name,
            JsonNode value,
            boolean qualified,
            Map<String, String> header,
            Transform.Xml form)
            throws BodyFault {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (!(value instanceof ObjectNode members)) {
            throw BodyFault.unconvertible("A message of SOAP has members alone");
        }
        // The last word: members of the client's own do not move the operation into another namespace.
        ObjectNode content = nodes.objectNode();
        content.setAll(members);
        content.put(qualified ? "@xmlns" : "@xmlns:m", namespace);
        ObjectNode envelope = nodes.objectNode().put("@xmlns:soap", namespace(version));
        if (!header.isEmpty()) {
            ObjectNode blocks = envelope.putObject("soap:Header").put("@xmlns:m", namespace);
            header.forEach((element, text) -> blocks.put("m:" + element, text));
        }
        envelope.putObject("soap:Body").set(qualified ? name : "m:" + name, content);
        return document(envelope, form);
    }

    /** An envelope with a fault. {@code sender}: it is the client's. */
    public static byte[] fault(SoapVersion version, String code, String reason, JsonNode detail, Transform.Xml form)
            throws BodyFault {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode().put("@xmlns:soap", namespace(version));
        ObjectNode fault = envelope.putObject("soap:Body").putObject("soap:Fault");
        String details;
        if (version == SoapVersion.V1_1) {
            fault.put("faultcode", "soap:" + code).put("faultstring", reason);
            details = "detail";
        } else {
            fault.putObject("soap:Code").put("soap:Value", "soap:" + code);
            fault.putObject("soap:Reason")
                    .putObject("soap:Text")
                    .put("@xml:lang", "en")
                    .put("#text", reason);
            details = "soap:Detail";
        }
        if (!detail.isEmpty()) {
            fault.set(details, detail);
        }
        return document(envelope, form);
    }

    private static byte[] document(ObjectNode envelope, Transform.Xml form) throws BodyFault {
        Transform.Xml plain = new Transform.Xml(Optional.empty(), form.types(), form.arrays(), form.texts(), false);
        return new XmlWriter(plain)
                .document(JsonNodeFactory.instance.objectNode().set("soap:Envelope", envelope));
    }

    /** What {@link #isFault} has to say: its code, without prefix and what is said after a dot. */
    public String faultCode() {
        JsonNode code = value.has("faultcode")
                ? value.get("faultcode")
                : value.path("Code").path("Value");
        String text = textOf(code);
        String local = text.substring(text.indexOf(':') + 1);
        int dot = local.indexOf('.');
        return dot < 0 ? local : local.substring(0, dot);
    }

    /** Likewise its reason. */
    public String faultReason() {
        JsonNode reason = value.has("faultstring")
                ? value.get("faultstring")
                : value.path("Reason").path("Text");
        return textOf(reason instanceof ArrayNode several ? several.path(0) : reason);
    }

    /** Likewise its details; missing: none. */
    public JsonNode faultDetail() {
        return value.has("detail") ? value.get("detail") : value.path("Detail");
    }

    private static String textOf(JsonNode node) {
        JsonNode text = node.isObject() ? node.path("#text") : node;
        return text.asText("").strip();
    }
}
