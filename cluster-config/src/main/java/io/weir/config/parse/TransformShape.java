package io.weir.config.parse;

import io.weir.config.model.Transform;
import io.weir.config.model.Transform.Soap;
import io.weir.config.model.Transform.Types;
import java.util.Locale;
import java.util.Optional;

/** How the policy {@code transform} is written. */
final class TransformShape {
    private TransformShape() {}

    /** Puts the rule's one field into {@code policy}. */
    static void put(Shape policy, Transform transform) {
        Shape rule = new Shape()
                .putIfPresent("request", transform.request(), request -> request(request)
                        .fields())
                .putIfPresent("response", transform.response(), response -> response(response, transform.request())
                        .fields())
                .putIfPresent("soap", transform.soap(), soap -> soap(soap).fields())
                .putShape("xml", xml(transform.xml()))
                .putShape("form", new Shape().putUnless("types", transform.form(), Types.TEXT, TransformShape::word))
                .putShape("csv", csv(transform.csv()))
                .putUnless("max-body", (long) transform.bodyBytes(), (long) Transform.BODY_BYTES, Units::size)
                .putUnless("max-depth", transform.depth(), Transform.DEPTH);
        policy.put("transform", rule.fields());
    }

    private static Shape request(Transform.Request request) {
        Shape shape = new Shape()
                .putWords("accept", request.accept())
                .putUnless("to", request.to(), Transform.JSON, type -> type);
        return BodyStepsReader.put(shape, request.body());
    }

    private static Shape response(Transform.Response response, Optional<Transform.Request> request) {
        Shape shape = new Shape()
                .putWords("offer", response.offer())
                .putUnless("from", response.from(), TransformReader.usualFrom(request), type -> type);
        return BodyStepsReader.put(shape, response.body());
    }

    private static Shape soap(Soap soap) {
        Shape shape = new Shape()
                .put("version", soap.version().spelling())
                .putUnless("side", soap.side(), Transform.SoapSide.BACKEND, TransformShape::word)
                .put("namespace", soap.namespace())
                .put("operation", soap.operation())
                .putUnless("answer", soap.answer(), SoapReader.usualAnswer(soap.operation()), name -> name)
                .putUnless("action", soap.action(), "", action -> action)
                .putUnless("qualified", soap.qualified(), true, qualified -> qualified);
        return soap.header().isEmpty() ? shape : shape.put("header", soap.header());
    }

    private static Shape xml(Transform.Xml xml) {
        Transform.Xml usual = Transform.Xml.DEFAULT;
        return new Shape()
                .putIfPresent("root", xml.root(), root -> root)
                .putUnless("types", xml.types(), usual.types(), TransformShape::word)
                .putWords("arrays", xml.arrays())
                .putWords("texts", xml.texts())
                .putUnless("hints", xml.hints(), usual.hints(), hints -> hints);
    }

    private static Shape csv(Transform.Csv csv) {
        Transform.Csv usual = Transform.Csv.DEFAULT;
        return new Shape()
                .putUnless(
                        "delimiter",
                        csv.delimiter(),
                        usual.delimiter(),
                        delimiter -> delimiter == '\t' ? "tab" : String.valueOf(delimiter))
                .putUnless("types", csv.types(), usual.types(), TransformShape::word);
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
