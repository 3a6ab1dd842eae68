package io.weir.config.parse;

import io.weir.config.adapt.RulePlaces;
import io.weir.config.model.AdaptationRule;
import io.weir.config.model.ValuePlace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether the parameters of paths that an adaptation speaks of come from somewhere and lead somewhere. */
final class PathRules {
    private PathRules() {}

    static void check(Fields fields, String field, List<AdaptationRule> rules) {
        Set<String> named = new HashSet<>();
        Set<String> moved = new LinkedHashSet<>();
        Set<String> used = new LinkedHashSet<>();
        List<AdaptationRule.Path> paths = new ArrayList<>();
        for (AdaptationRule rule : rules) {
            if (rule instanceof AdaptationRule.Path path) {
                paths.add(path);
                named.addAll(parameters(path.from()));
                named.addAll(parameters(path.to()));
            }
            for (ValuePlace place : RulePlaces.of(rule)) {
                if (place.kind() == ValuePlace.Kind.PATH) {
                    used.add(place.name());
                }
            }
            if (rule instanceof AdaptationRule.Move move && move.to().kind() == ValuePlace.Kind.PATH) {
                moved.add(move.to().name());
            }
            if (rule instanceof AdaptationRule.SetValue set && set.at().kind() == ValuePlace.Kind.PATH) {
                moved.add(set.at().name());
            }
            if (rule instanceof AdaptationRule.Compute set && set.at().kind() == ValuePlace.Kind.PATH) {
                moved.add(set.at().name());
            }
            if (rule instanceof AdaptationRule.Default by && by.at().kind() == ValuePlace.Kind.PATH) {
                moved.add(by.at().name());
            }
        }
        for (String name : used) {
            if (!named.contains(name)) {
                fields.mistake(
                        field, "path:" + name + " is no parameter of a rule path", "a rule path with {" + name + "}");
            }
        }
        for (AdaptationRule.Path path : paths) {
            Set<String> missing = new LinkedHashSet<>(parameters(path.to()));
            missing.removeAll(parameters(path.from()));
            missing.removeAll(moved);
            for (String name : missing) {
                String message = "nothing gives {" + name + "} of the path " + path.to() + " a value";
                fields.mistake(field, message, "a move to path:" + name);
            }
        }
    }

    private static Set<String> parameters(String path) {
        return PathPattern.of(path).map(PathPattern::parameters).orElse(Set.of());
    }
}
