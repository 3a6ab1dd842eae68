package io.weir.config.parse;

import io.weir.config.model.Adaptation;
import io.weir.config.model.AdaptationRule;
import io.weir.config.model.AdaptationRule.Form;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How an adaptation is written. */
final class AdaptationShape {
    private AdaptationShape() {}

    static Object of(Adaptation adaptation) {
        return new Shape()
                .put("from", adaptation.from())
                .putUnless("max-body", (long) adaptation.bodyBytes(), (long) Adaptation.BODY_BYTES, Units::size)
                .putAll("request", adaptation.request(), AdaptationShape::rule)
                .putAll("response", adaptation.response(), AdaptationShape::rule)
                .putAll("errors", adaptation.errors(), AdaptationShape::rule)
                .putAll("examples", adaptation.examples(), AdaptationShape::example)
                .putIfPresent("examples", adaptation.exampleFile(), file -> file)
                .fields();
    }

    private static Object example(Adaptation.Example example) {
        Object body = JsonValues.value(example.body());
        Shape shape = new Shape().put(example.isRequest() ? "request" : "response", body);
        if (!example.isRequest()) {
            shape.putUnless("status", example.status(), 200);
        }
        return shape.put("becomes", JsonValues.value(example.becomes())).fields();
    }

    private static Object rule(AdaptationRule rule) {
        if (rule instanceof AdaptationRule.Move move) {
            Shape places = new Shape()
                    .put("from", move.from().toString())
                    .put("to", move.to().toString())
                    .putUnless("as", move.as(), Form.AS_IS, AdaptationRuleReader::word);
            return Map.of(move.word().name().toLowerCase(Locale.ROOT), places.fields());
        } else if (rule instanceof AdaptationRule.Default by) {
            return Map.of("default", value(by.at(), JsonValues.value(by.json())));
        } else if (rule instanceof AdaptationRule.SetValue set) {
            return Map.of("set", value(set.at(), JsonValues.value(set.json())));
        } else if (rule instanceof AdaptationRule.Compute compute) {
            return Map.of("compute", value(compute.at(), compute.template()));
        } else if (rule instanceof AdaptationRule.Drop drop) {
            List<String> places = drop.places().stream().map(Object::toString).toList();
            return Map.of("drop", places.size() == 1 ? places.get(0) : places);
        } else if (rule instanceof AdaptationRule.Convert convert) {
            return Map.of(
                    "convert",
                    new Shape()
                            .put("at", convert.at().toString())
                            .put("to", AdaptationRuleReader.word(convert.to()))
                            .fields());
        } else if (rule instanceof AdaptationRule.MapValues map) {
            return Map.of("map", map(map));
        } else if (rule instanceof AdaptationRule.Status status) {
            Map<String, Object> statuses = new LinkedHashMap<>();
            status.statuses().forEach((from, to) -> statuses.put(String.valueOf(from), to));
            return Map.of("status", statuses);
        }
        AdaptationRule.Path path = (AdaptationRule.Path) rule;
        return Map.of(
                "path",
                new Shape().put("from", path.from()).put("to", path.to()).fields());
    }

    private static Map<String, Object> value(Object at, Object value) {
        return new Shape().put("at", at.toString()).put("value", value).fields();
    }

    private static Map<String, Object> map(AdaptationRule.MapValues map) {
        Map<String, Object> values = new LinkedHashMap<>();
        map.values().forEach((text, json) -> values.put(text, JsonValues.value(json)));
        return new Shape()
                .put("at", map.at().toString())
                .put("values", values)
                .putIfPresent("default", map.otherwise(), JsonValues::value)
                .fields();
    }
}
