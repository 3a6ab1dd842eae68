package io.weir.node.filter.transform;

import io.weir.config.model.BodyFormat;
import io.weir.node.filter.transform.format.Codec;
import io.weir.node.filter.transform.format.ProblemXmlCodec;
import io.weir.node.filter.validate.ContentType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client's choice among what is offered.
 *
 * @param chosen empty: nothing is offered, and the answer keeps its type
 * @param edits in this order
 */
record NegotiatedAnswer(Formats formats, String chosen, String from, List<BodyEdit> edits) implements AnswerPlan {
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String PROBLEM_XML = "application/problem+xml";

    @Override
    public @Nullable Conversion conversion(AnswerLines head) {
        ContentType type = ContentType.parse(head.type());
        BodyFormat own = type == null ? null : BodyFormat.of(type.essence()).orElse(null);
        if (type == null || own == null) {
            return null;
        }
        BodyFormat wanted = chosen.isEmpty() ? own : BodyFormat.of(chosen).orElse(own);
        if (own == wanted && edits.isEmpty()) {
            return null;
        }
        boolean problem = type.essence().equals(PROBLEM_JSON) || type.essence().equals(PROBLEM_XML);
        if (problem) {
            return problem(type, own, wanted);
        }
        String contentType = own == wanted ? head.type() : Formats.contentType(chosen);
        return conversion(formats.of(own), type, formats.of(wanted), contentType);
    }

    /** Of problems there is a form in JSON and one in XML (RFC 9457, appendix B); other formats leave them as they are. */
    private @Nullable Conversion problem(ContentType type, BodyFormat own, BodyFormat wanted) {
        Codec xml = new ProblemXmlCodec(formats.depth());
        if (own == BodyFormat.JSON && wanted == BodyFormat.XML) {
            return conversion(formats.of(own), type, xml, PROBLEM_XML);
        }
        boolean toJson = own == BodyFormat.XML && wanted == BodyFormat.JSON;
        return toJson ? conversion(xml, type, formats.of(wanted), PROBLEM_JSON) : null;
    }

    private Conversion conversion(Codec reads, ContentType type, Codec writes, String contentType) {
        return new TreeConversion(reads, type.charset(), edits, writes, contentType);
    }

    @Override
    public boolean converts() {
        return !edits.isEmpty() || !BodyFormat.of(chosen).equals(BodyFormat.of(from));
    }

    @Override
    public int depth() {
        return formats.depth();
    }

    @Override
    public String vary() {
        return chosen.isEmpty() ? "" : "Vary: Accept\r\n";
    }
}
