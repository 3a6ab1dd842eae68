package io.weir.config.parse;

import io.weir.config.model.Transform.Soap;
import io.weir.config.model.Transform.SoapSide;
import io.weir.config.model.Transform.SoapVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code transform.soap}. */
final class SoapReader {
    private static final String EXPECTED =
            "a mapping such as { version: \"1.1\", namespace: \"urn:shop\", operation: GetPrice }";
    private static final String URI = "the URI of a namespace, such as urn:shop";
    private static final String ACTION = "a URI without quotes, or nothing";
    private static final String ELEMENT = "the name of an XML element without prefix";

    private SoapReader() {}

    static Optional<Soap> read(Fields parent) {
        return parent.child("soap", EXPECTED).map(SoapReader::soap);
    }

    private static Soap soap(Fields fields) {
        String operation = fields.required("operation", TransformReader::element, ELEMENT, "operation");
        Soap soap = new Soap(
                fields.value(
                                "version",
                                text -> Terms.oneOf(SoapVersion.values(), SoapVersion::spelling, text),
                                "\"1.1\" or \"1.2\"")
                        .orElse(SoapVersion.V1_1),
                fields.value(
                                "side",
                                text -> Terms.oneOf(SoapSide.values(), TransformShape::word, text),
                                "backend or client")
                        .orElse(SoapSide.BACKEND),
                fields.required("namespace", SoapReader::uri, URI, "urn:x"),
                operation,
                fields.value("answer", TransformReader::element, ELEMENT).orElse(usualAnswer(operation)),
                fields.value("action", SoapReader::action, ACTION).orElse(""),
                fields.value("qualified", Terms::truth, Terms.TRUTH).orElse(true),
                header(fields));
        fields.end();
        if (soap.side() == SoapSide.CLIENT && !soap.header().isEmpty()) {
            fields.mistake("header", "is for backends that speak SOAP", "side: backend");
        }
        return soap;
    }

    static String usualAnswer(String operation) {
        return operation + "Response";
    }

    private static Map<String, String> header(Fields fields) {
        Map<String, String> header = new LinkedHashMap<>();
        fields.pairs("header", "a mapping of elements to texts", (key, value, place) -> {
            boolean good = TransformReader.element(key).isPresent()
                    && Terms.fieldText(value).isPresent();
            if (good) {
                header.put(key, value);
            } else {
                fields.reading().mistakes().add(place, "is no element with a text", ELEMENT + ", and " + Terms.VALUE);
            }
        });
        return header;
    }

    private static Optional<String> uri(String text) {
        return Optional.of(text).filter(uri -> !uri.isEmpty()).filter(SoapReader::isUri);
    }

    private static Optional<String> action(String text) {
        return Optional.of(text).filter(SoapReader::isUri);
    }

    private static boolean isUri(String text) {
        return text.length() <= 500 && text.chars().allMatch(c -> c > ' ' && c < 127 && "\"<>\\^`{|}".indexOf(c) < 0);
    }
}
