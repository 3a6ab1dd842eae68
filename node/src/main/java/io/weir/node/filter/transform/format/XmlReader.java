package io.weir.node.filter.transform.format;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.weir.config.model.Transform;
import java.io.StringReader;
import java.util.Optional;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.codehaus.stax2.XMLInputFactory2;
import org.jspecify.annotations.Nullable;

/**
 * Reads one XML document into a tree. No document type, so no entities but the five and no attribute by default; nothing is
 * fetched. One use.
 */
final class XmlReader {
    private static final int MOST_ATTRIBUTES = 256;
    private static final int LONGEST_ATTRIBUTE = 64 * 1024;
    private static final int DEEPEST = 256;
    private static final XMLInputFactory FACTORY = factory();

    private final XMLStreamReader xml;
    private final Transform.Xml form;
    private final int depth;
    private int values;
    private boolean wrapper;
    private @Nullable XmlElement root;

    private final boolean bare;

    private XmlReader(XMLStreamReader xml, Transform.Xml form, int depth, boolean bare) {
        this.bare = bare;
        this.xml = xml;
        this.form = form;
        this.depth = depth;
    }

    private static XMLInputFactory factory() {
        WstxInputFactory factory = new WstxInputFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLInputFactory2.P_LAZY_PARSING, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setProperty(XMLInputFactory.IS_VALIDATING, false);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, MOST_ATTRIBUTES);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, LONGEST_ATTRIBUTE);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, DEEPEST);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        return factory;
    }

    static JsonNode read(String text, Transform.Xml form, int depth) throws BodyFault {
        return parse(text, form, depth, false).tree();
    }

    /** The root element, where names are local ones and declarations of namespaces are left out. */
    static XmlElement bare(String text, Transform.Xml form, int depth) throws BodyFault {
        return parse(text, form, depth, true).root();
    }

    private static XmlReader parse(String text, Transform.Xml form, int depth, boolean bare) throws BodyFault {
        try {
            XMLStreamReader xml = FACTORY.createXMLStreamReader(new StringReader(text));
            try {
                XmlReader reader = new XmlReader(xml, form, depth, bare);
                reader.document();
                return reader;
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw malformed(e.getLocation());
        }
    }

    /** The parser's message quotes the text. */
    private static BodyFault malformed(@Nullable Location at) {
        return BodyFault.malformed(
                at == null
                        ? "It is no XML that is taken here"
                        : "It is no XML that is taken here: line " + at.getLineNumber() + ", column "
                                + at.getColumnNumber());
    }

    private void document() throws XMLStreamException, BodyFault {
        if ("1.1".equals(xml.getVersion())) {
            throw BodyFault.malformed("It is XML 1.1");
        }
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD) {
                throw BodyFault.malformed("It has a document type, which is not taken");
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                wrapper = isOwn("value");
                root = element(1);
            }
        }
    }

    private XmlElement root() throws BodyFault {
        XmlElement known = root;
        if (known == null) {
            throw BodyFault.malformed("It has no element");
        }
        return known;
    }

    private JsonNode tree() throws BodyFault {
        XmlElement known = root();
        Optional<String> expected = form.root();
        if (expected.isPresent() && !expected.get().equals(known.local())) {
            throw BodyFault.malformed("Its root element is not " + expected.get());
        }
        if (wrapper || expected.isPresent()) {
            return known.value();
        }
        return JsonNodeFactory.instance.objectNode().set(TreeBuilder.wellFormed(known.name()), known.value());
    }

    private boolean isOwn(String name) {
        return XmlNames.WEIR.equals(xml.getNamespaceURI()) && name.equals(xml.getLocalName());
    }

    /** The one that begins here, to its end. */
    private XmlElement element(int level) throws XMLStreamException, BodyFault {
        if (level > depth) {
            throw TreeBuilder.tooDeep(depth);
        }
        XmlElement element = new XmlElement(xml, form, bare);
        count(1 + xml.getAttributeCount());
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> element.child(element(level + 1));
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    element.text(xml.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    return element;
                }
                case XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.DTD ->
                    throw BodyFault.malformed("It refers to an entity, which is not taken");
                default -> {}
            }
        }
    }

    private void count(int more) throws BodyFault {
        values += more;
        if (values > TreeBuilder.MOST_VALUES) {
            throw TreeBuilder.tooMany();
        }
    }
}
