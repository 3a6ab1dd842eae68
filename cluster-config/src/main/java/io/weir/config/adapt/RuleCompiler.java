package io.weir.config.adapt;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.config.model.AdaptationRule;
import io.weir.config.model.ValuePlace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes rules of what a document says of them; it has passed validation. */
final class RuleCompiler {
    private RuleCompiler() {}

    /** All but those of paths, in their order. */
    static List<Rule> rules(List<AdaptationRule> rules) {
        List<Rule> compiled = new ArrayList<>();
        for (AdaptationRule rule : rules) {
            if (rule instanceof AdaptationRule.Drop drop) {
                drop.places().forEach(place -> compiled.add(drop(place)));
            } else if (!(rule instanceof AdaptationRule.Path)) {
                compiled.add(rule(rule));
            }
        }
        return List.copyOf(compiled);
    }

    static List<PathRule> paths(List<AdaptationRule> rules) {
        return rules.stream()
                .filter(AdaptationRule.Path.class::isInstance)
                .map(rule -> new PathRule((AdaptationRule.Path) rule))
                .toList();
    }

    private static Rule drop(ValuePlace place) {
        return place.inBody() ? new Rule.Drop(Pointer.of(place.name())) : new Rule.DropParameter(new Spot(place));
    }

    private static Rule rule(AdaptationRule rule) {
        if (rule instanceof AdaptationRule.Move move) {
            return move(move);
        } else if (rule instanceof AdaptationRule.Default by) {
            return put(by.at(), by.json(), true);
        } else if (rule instanceof AdaptationRule.SetValue set) {
            return put(set.at(), set.json(), false);
        } else if (rule instanceof AdaptationRule.Compute compute) {
            return new Composed(compute.at(), compute.template());
        } else if (rule instanceof AdaptationRule.Convert convert) {
            return replace(convert.at(), new Rule.Conversion(convert.to(), convert.at()));
        } else if (rule instanceof AdaptationRule.MapValues map) {
            return replace(map.at(), table(map));
        } else if (rule instanceof AdaptationRule.Status status) {
            return new Rule.Statuses(status.statuses());
        }
        throw new IllegalStateException("no way to apply " + rule);
    }

    private static Rule move(AdaptationRule.Move move) {
        boolean stays = move.word() == AdaptationRule.Word.COPY;
        ValuePlace from = move.from();
        ValuePlace to = move.to();
        if (from.inBody()) {
            Pointer pointer = Pointer.of(from.name());
            return to.inBody()
                    ? new Rule.BodyMove(pointer, Pointer.of(to.name()), stays, move.as())
                    : new Rule.Out(pointer, new Spot(to), stays, move.as());
        }
        return to.inBody()
                ? new Rule.In(new Spot(from), Pointer.of(to.name()), stays, move.as())
                : new Rule.Across(new Spot(from), new Spot(to), stays, move.as());
    }

    private static Rule put(ValuePlace at, String json, boolean onlyWhereNone) {
        JsonNode value = JsonBody.constant(json);
        return at.inBody()
                ? new Rule.Put(Pointer.of(at.name()), value, onlyWhereNone)
                : new Rule.PutParameter(new Spot(at), value, onlyWhereNone);
    }

    private static Rule replace(ValuePlace at, Rule.Change change) {
        return at.inBody()
                ? new Rule.Replace(Pointer.of(at.name()), change)
                : new Rule.ReplaceParameter(new Spot(at), change);
    }

    private static Rule.Table table(AdaptationRule.MapValues map) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        map.values().forEach((text, json) -> values.put(text, JsonBody.constant(json)));
        return new Rule.Table(values, map.otherwise().map(JsonBody::constant).orElse(null));
    }
}
