package io.weir.config.parse;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which names a document declares and which it refers to. */
final class Names {
    enum Kind {
        LISTENER,
        UPSTREAM,
        POLICY,
        API,
        ROUTE,
        CONSUMER,
        CERTIFICATE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private record Use(Kind kind, String name, Place place) {}

    private final Mistakes mistakes;
    private final Map<Kind, Map<String, Place>> declared = new EnumMap<>(Kind.class);
    private final List<Use> uses = new ArrayList<>();

    Names(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /** Reads the field {@code name} and declares it; an empty stand-in when it is missing. */
    String declare(Kind kind, Fields fields) {
        String name = fields.required("name", Terms::name, Terms.NAME, "");
        if (name.isEmpty()) {
            return name;
        }
        Place place = fields.place("name");
        Place first = declared.computeIfAbsent(kind, any -> new HashMap<>()).putIfAbsent(name, place);
        if (first != null) {
            String where = "there is another " + kind.word() + " \"" + name + "\" in line "
                    + first.at().line();
            mistakes.add(place, where, "names that are unique within their list");
        }
        return name;
    }

    void use(Kind kind, String name, Place place) {
        uses.add(new Use(kind, name, place));
    }

    /** Reports every reference to something that is not there. */
    void check() {
        for (Use use : uses) {
            Map<String, Place> names = declared.getOrDefault(use.kind, Map.of());
            if (!names.containsKey(use.name) && !mistakes.full()) {
                String expected = names.isEmpty() ? "a declared " + use.kind.word() : "";
                String message = "there is no " + use.kind.word() + " \"" + use.name + "\""
                        + Suggestion.didYouMean(use.name, names.keySet());
                mistakes.add(use.place, message, expected);
            }
        }
    }
}
