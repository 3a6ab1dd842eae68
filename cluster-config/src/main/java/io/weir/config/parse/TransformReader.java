package io.weir.config.parse;

import io.weir.config.model.BodyFormat;
import io.weir.config.model.Policy;
import io.weir.config.model.Transform;
import io.weir.config.model.Transform.Types;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code transform}. */
final class TransformReader {
    static final List<String> KINDS = List.of("transform");

    private static final String EXPECTED =
            "a mapping such as { request: { accept: [application/xml], to: application/json } }";
    private static final String TYPE =
            "a media type of JSON, XML, YAML, CBOR, MessagePack, NDJSON, CSV or a form, such as application/xml";
    private static final String WRITTEN =
            "a media type of JSON, XML, YAML, CBOR, MessagePack, NDJSON or a form, such as application/json";
    private static final String ELEMENT = "the name of an XML element without prefix";
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}");
    private static final Pattern ELEMENTS = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}._-]{0,99}");
    private static final int LEAST_BODY = 1024;
    private static final int MOST_BODY = 64 * 1024 * 1024;

    private TransformReader() {}

    /** Empty when the policy is none. */
    static Optional<Policy> read(String name, Fields fields) {
        return fields.child("transform", EXPECTED).map(transform -> policy(name, transform));
    }

    private static Policy policy(String name, Fields fields) {
        Optional<Transform.Request> request =
                fields.child("request", "a mapping with accept, to and body").map(TransformReader::request);
        Optional<Transform.Response> response =
                fields.child("response", "a mapping with offer, from and body").map(side -> response(side, request));
        Transform transform = new Transform(
                name,
                request,
                response,
                SoapReader.read(fields),
                fields.child("xml", "a mapping such as { root: order }")
                        .map(TransformReader::xml)
                        .orElse(Transform.Xml.DEFAULT),
                fields.child("form", "a mapping such as { types: inferred }")
                        .map(TransformReader::form)
                        .orElse(Types.TEXT),
                fields.child("csv", "a mapping such as { delimiter: \";\" }")
                        .map(TransformReader::csv)
                        .orElse(Transform.Csv.DEFAULT),
                (int) Numbers.size(fields, "max-body", Transform.BODY_BYTES, LEAST_BODY, MOST_BODY),
                Numbers.integer(fields, "max-depth", Transform.DEPTH, 1, 200));
        fields.end();
        check(fields, transform);
        return transform;
    }

    private static void check(Fields fields, Transform transform) {
        boolean request = transform.request().isPresent();
        boolean response = transform.response().isPresent();
        if (transform.soap().isPresent() && (request || response)) {
            fields.mistake(request ? "request" : "response", "is beside soap", "soap alone: it says both formats");
        } else if (transform.soap().isEmpty() && !request && !response) {
            fields.reading().mistakes().add(fields.place(), "transforms nothing", "request, response or soap");
        }
    }

    private static Transform.Request request(Fields fields) {
        Transform.Request request = new Transform.Request(
                fields.words("accept", TYPE, text -> type(text, true)),
                fields.value("to", text -> type(text, false), WRITTEN).orElse(Transform.JSON),
                BodyStepsReader.read(fields, false));
        fields.end();
        if (request.accept().isEmpty() && (request.body().isEmpty() || fields.has("to"))) {
            fields.missing("accept", "at least one media type");
        }
        return request;
    }

    private static Transform.Response response(Fields fields, Optional<Transform.Request> request) {
        String usual = usualFrom(request);
        Transform.Response response = new Transform.Response(
                fields.words("offer", WRITTEN, text -> type(text, false)),
                fields.value("from", text -> type(text, true), TYPE).orElse(usual),
                BodyStepsReader.read(fields, true));
        fields.end();
        if (response.offer().isEmpty() && (response.body().isEmpty() || fields.has("from"))) {
            fields.missing("offer", "at least one media type");
        }
        if (response.offer().stream().distinct().count() != response.offer().size()) {
            fields.mistake("offer", "has a media type twice", "each once");
        }
        return response;
    }

    /** Backends answer what they are sent, but nobody answers with forms. */
    static String usualFrom(Optional<Transform.Request> request) {
        return request.map(Transform.Request::to)
                .filter(to -> BodyFormat.of(to).filter(BodyFormat.FORM::equals).isEmpty())
                .orElse(Transform.JSON);
    }

    private static Optional<String> type(String text, boolean readOnly) {
        String type = text.toLowerCase(Locale.ROOT);
        return Optional.of(type)
                .filter(one -> MEDIA_TYPE.matcher(one).matches())
                .filter(one -> BodyFormat.of(one)
                        .filter(format -> readOnly || format != BodyFormat.CSV)
                        .isPresent());
    }

    private static Transform.Xml xml(Fields fields) {
        Transform.Xml xml = new Transform.Xml(
                fields.value("root", TransformReader::element, ELEMENT),
                types(fields, Types.INFERRED),
                fields.words("arrays", ELEMENT, TransformReader::element),
                fields.words("texts", ELEMENT, TransformReader::element),
                fields.value("hints", Terms::truth, Terms.TRUTH).orElse(true));
        fields.end();
        return xml;
    }

    static Optional<String> element(String text) {
        return Optional.of(text).filter(name -> ELEMENTS.matcher(name).matches());
    }

    private static Types form(Fields fields) {
        Types types = types(fields, Types.TEXT);
        fields.end();
        return types;
    }

    private static Transform.Csv csv(Fields fields) {
        Transform.Csv csv = new Transform.Csv(
                fields.value(
                                "delimiter",
                                TransformReader::delimiter,
                                "one character that is no letter, digit or quote, e.g. \";\", or tab")
                        .orElse(Transform.Csv.DEFAULT.delimiter()),
                types(fields, Types.TEXT));
        fields.end();
        return csv;
    }

    private static Optional<Character> delimiter(String text) {
        if (text.equals("tab")) {
            return Optional.of('\t');
        }
        boolean good = text.length() == 1
                && text.charAt(0) > ' '
                && text.charAt(0) < 127
                && !Character.isLetterOrDigit(text.charAt(0))
                && text.charAt(0) != '"';
        return good ? Optional.of(text.charAt(0)) : Optional.empty();
    }

    private static Types types(Fields fields, Types normal) {
        return fields.value(
                        "types", text -> Terms.oneOf(Types.values(), TransformShape::word, text), "text or inferred")
                .orElse(normal);
    }
}
