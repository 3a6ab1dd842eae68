package io.weir.config.adapt;

import io.weir.config.model.AdaptationRule;
import io.weir.config.model.ValuePlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a rule reads and writes. */
public final class RulePlaces {
    private RulePlaces() {}

    public static List<ValuePlace> of(AdaptationRule rule) {
        if (rule instanceof AdaptationRule.Move move) {
            return List.of(move.from(), move.to());
        } else if (rule instanceof AdaptationRule.Default by) {
            return List.of(by.at());
        } else if (rule instanceof AdaptationRule.SetValue set) {
            return List.of(set.at());
        } else if (rule instanceof AdaptationRule.Compute compute) {
            List<ValuePlace> places = new ArrayList<>(read(compute.template()));
            places.add(compute.at());
            return places;
        } else if (rule instanceof AdaptationRule.Drop drop) {
            return drop.places();
        } else if (rule instanceof AdaptationRule.Convert convert) {
            return List.of(convert.at());
        }
        return rule instanceof AdaptationRule.MapValues map ? List.of(map.at()) : List.of();
    }

    /** What a template names; empty when it is none, too. */
    public static List<ValuePlace> read(String template) {
        return Composed.parts(template).orElse(List.of()).stream()
                .flatMap(part -> Optional.ofNullable(part.place()).stream())
                .toList();
    }

    /** Whether it is a template of {@code compute}. */
    public static boolean isTemplate(String text) {
        return Composed.parts(text).isPresent();
    }

    /** Whether a move between two places of the body has a meaning: each element of the one has its own in the other. */
    public static boolean areParallel(ValuePlace from, ValuePlace to) {
        return Pointer.of(from.name()).visitsAs(Pointer.of(to.name()));
    }

    /** Whether it leads to one place of a body at most. */
    public static boolean isSingle(ValuePlace place) {
        return Pointer.of(place.name()).isSingle();
    }
}
