package io.weir.config.parse;

import io.weir.config.model.Action;
import io.weir.config.model.Adaptation;
import io.weir.config.model.Api;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds where versions lead that are adaptations of others. */
final class AdaptedVersions {
    static final Action.Forward NOWHERE = new Action.Forward(List.of());
    private static final int LONGEST = 8;

    private AdaptedVersions() {}

    /** What an adaptation has from the version that it is made of. */
    static void refuse(Fields fields, String field) {
        if (fields.has(field)) {
            fields.tree(field);
            fields.mistake(field, "is beside adapt", "one of them: an adaptation goes where the other version goes");
        }
    }

    /**
     * With targets for all; a chain that leads nowhere is a mistake.
     *
     * @param places of what adaptations are made of, by the name of their version
     */
    static List<Api.Version> resolve(List<Api.Version> versions, Map<String, Place> places, Mistakes mistakes) {
        Map<String, Api.Version> byName = new HashMap<>();
        versions.forEach(version -> byName.putIfAbsent(version.name(), version));
        List<Api.Version> resolved = new ArrayList<>();
        for (Api.Version version : versions) {
            Place at = places.get(version.name());
            Api.Version end = version.adapt().isEmpty() || at == null ? null : end(version, byName, mistakes, at);
            resolved.add(end == null ? version : version.to(end.to()));
        }
        return resolved;
    }

    private static Api.@Nullable Version end(
            Api.Version first, Map<String, Api.Version> byName, Mistakes mistakes, Place at) {
        Set<String> seen = new LinkedHashSet<>(List.of(first.name()));
        Api.Version version = first;
        for (Optional<Adaptation> adapt = first.adapt(); adapt.isPresent(); adapt = version.adapt()) {
            String from = adapt.get().from();
            Api.Version next = byName.get(from);
            if (next == null) {
                if (version.equals(first) && !from.isEmpty()) {
                    Set<String> others = new LinkedHashSet<>(byName.keySet());
                    others.remove(first.name());
                    String message = "there is no version \"" + from + "\"" + Suggestion.didYouMean(from, others);
                    mistakes.add(at, message, "another version of this api");
                }
                return null;
            }
            if (!seen.add(from)) {
                if (from.equals(first.name())) {
                    String message = "goes in a circle: " + String.join(", ", seen) + ", " + from;
                    mistakes.add(at, message, "a chain that ends with a version of its own");
                }
                return null;
            }
            if (seen.size() > LONGEST) {
                mistakes.add(at, "is a chain of more than " + LONGEST + " versions", "a shorter one");
                return null;
            }
            version = next;
        }
        return version;
    }
}
