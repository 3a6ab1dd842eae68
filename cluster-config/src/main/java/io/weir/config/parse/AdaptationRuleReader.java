package io.weir.config.parse;

import io.weir.config.adapt.RulePlaces;
import io.weir.config.model.AdaptationRule;
import io.weir.config.model.AdaptationRule.Form;
import io.weir.config.model.AdaptationRule.Word;
import io.weir.config.model.ValuePlace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads one rule of an adaptation: a mapping with one word. */
final class AdaptationRuleReader {
    static final String EXPECTED = "a mapping with one word, e.g. { rename: { from: /a, to: /b } }";
    static final String FORM = "text, number or boolean";
    private static final String WORDS =
            "one of rename, move, copy, default, set, compute, drop, convert, map, path (requests), status (answers)";
    private static final String PLACE = "a JSON Pointer, or header:NAME, query:NAME, path:PARAMETER";
    private static final String ANSWER_PLACE = "a JSON Pointer, or header:NAME";
    private static final String STATUS = "a status from 200 to 599 that is not 206, 304";
    private static final ValuePlace NOWHERE = new ValuePlace(ValuePlace.Kind.BODY, "/");

    /** Fields that say how the rest is to be read: the gateway's own business. */
    private static final Set<String> OF_THE_MESSAGE = Set.of(
            "content-type",
            "content-encoding",
            "content-range",
            "accept-encoding",
            "accept-ranges",
            "range",
            "if-range",
            "etag",
            "cookie",
            "set-cookie");

    /** Which way the message goes. */
    enum Side {
        REQUEST,
        ANSWER
    }

    private final Fields fields;
    private final Side side;

    private AdaptationRuleReader(Fields fields, Side side) {
        this.fields = fields;
        this.side = side;
    }

    /** Empty when it is none. */
    static Optional<AdaptationRule> read(Fields rule, Side side) {
        Optional<AdaptationRule> read = new AdaptationRuleReader(rule, side).rule();
        rule.end();
        return read;
    }

    private Optional<AdaptationRule> rule() {
        List<Optional<AdaptationRule>> all = List.of(
                in("rename").map(move -> move(move, Word.RENAME)),
                in("move").map(move -> move(move, Word.MOVE)),
                in("copy").map(move -> move(move, Word.COPY)),
                in("default").map(of -> new AdaptationRule.Default(at(of), value(of, "value"))),
                in("set").map(of -> new AdaptationRule.SetValue(at(of), value(of, "value"))),
                in("compute").map(this::compute),
                drop(),
                in("convert").map(this::convert),
                in("map").map(this::map),
                in("path").map(this::path),
                status());
        List<AdaptationRule> found = all.stream().flatMap(Optional::stream).toList();
        long words = List.of(
                        "rename", "move", "copy", "default", "set", "compute", "drop", "convert", "map", "path",
                        "status")
                .stream()
                .filter(fields::has)
                .count();
        if (words > 1 || words == 0 && fields.isEmpty()) {
            fields.reading()
                    .mistakes()
                    .add(fields.place(), words == 0 ? "says nothing" : "has more than one word", WORDS);
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private Optional<Fields> in(String word) {
        return fields.child(word, "a mapping");
    }

    private AdaptationRule move(Fields of, Word word) {
        ValuePlace from = place(of, "from");
        ValuePlace to = place(of, "to");
        Form as = of.value("as", AdaptationRuleReader::form, FORM).orElse(Form.AS_IS);
        if (from.equals(to)) {
            of.mistake("to", "is where it comes from", "another place");
        } else if (from.inBody() && to.inBody()) {
            checkBody(of, word, from, to);
        } else if (word == Word.RENAME && from.kind() != to.kind()) {
            of.mistake("to", "is another part of the message", "the same part, or move in place of rename");
        } else if (from.inBody() && !RulePlaces.isSingle(from)) {
            of.mistake("from", "is many values", "a pointer without *");
        } else if (to.inBody() && word != Word.COPY && !RulePlaces.isSingle(to)) {
            of.mistake("to", "is many places", "a pointer without *, or copy in place of move");
        }
        of.end();
        return new AdaptationRule.Move(word, from, to, as);
    }

    private static void checkBody(Fields of, Word word, ValuePlace from, ValuePlace to) {
        boolean spreads = word == Word.COPY && RulePlaces.isSingle(from);
        if (word == Word.RENAME && !parent(from).equals(parent(to))) {
            of.mistake("to", "is in another object", "the same object, or move in place of rename");
        } else if (!RulePlaces.areParallel(from, to) && !spreads) {
            of.mistake("to", "is not of the same elements", "a pointer that is the same as far as its last *");
        } else if (word != Word.COPY && (to.name() + "/").startsWith(from.name() + "/") && !wraps(from)) {
            of.mistake("to", "is within what is moved", "a place outside of it");
        }
    }

    /** A whole body, or a whole element, may go into an object that takes its place. */
    private static boolean wraps(ValuePlace from) {
        return from.name().isEmpty() || from.name().endsWith("/*");
    }

    private static String parent(ValuePlace place) {
        int slash = place.name().lastIndexOf('/');
        return slash < 0 ? "none" : place.name().substring(0, slash);
    }

    private AdaptationRule compute(Fields of) {
        ValuePlace at = at(of);
        String expected = "text with places in braces, e.g. \"{/first} {/last}\"";
        String template = of.required("value", Terms::any, expected, "");
        if (!RulePlaces.isTemplate(template)) {
            of.mistake("value", "is no template", expected);
        }
        for (ValuePlace read : RulePlaces.read(template)) {
            check(of, "value", read);
            if (read.inBody() && !RulePlaces.isSingle(read) && !(at.inBody() && RulePlaces.areParallel(read, at))) {
                of.mistake("value", "{" + read + "} is many values", "the elements of " + at + ", or one place");
            }
        }
        of.end();
        return new AdaptationRule.Compute(at, template);
    }

    private Optional<AdaptationRule> drop() {
        if (!fields.has("drop")) {
            return Optional.empty();
        }
        String expected = side == Side.REQUEST ? PLACE : ANSWER_PLACE;
        List<ValuePlace> places = fields.oneOrMore("drop", expected, text -> ValuePlace.of(text)
                .filter(place -> !place.name().isEmpty()));
        places.forEach(place -> check(fields, "drop", place));
        if (fields.isEmptyList("drop")) {
            fields.mistake("drop", "is empty", "at least one place");
        }
        return Optional.of(new AdaptationRule.Drop(places));
    }

    private AdaptationRule convert(Fields of) {
        ValuePlace at = at(of);
        Form to = of.required("to", AdaptationRuleReader::form, FORM, Form.TEXT);
        of.end();
        return new AdaptationRule.Convert(at, to);
    }

    private AdaptationRule map(Fields of) {
        ValuePlace at = at(of);
        Map<String, String> values = new LinkedHashMap<>();
        String expected = "a mapping such as { open: OPEN, closed: CLOSED }";
        Tree tree = of.tree("values");
        if (tree instanceof Tree.Mapping mapping && !mapping.entries().isEmpty()) {
            Path path = of.place("values").path();
            mapping.entries().forEach((text, entry) -> values.put(text, json(entry.value(), path.field(text))));
        } else if (!of.has("values")) {
            of.missing("values", expected);
        } else {
            of.mistake("values", "is no table", expected);
        }
        Optional<String> otherwise = of.has("default") ? Optional.of(value(of, "default")) : Optional.empty();
        of.end();
        return new AdaptationRule.MapValues(at, values, otherwise);
    }

    private AdaptationRule path(Fields of) {
        String from = of.required("from", AdaptationRuleReader::pattern, PathPattern.EXPECTED, "/");
        String to = of.required("to", AdaptationRuleReader::pattern, PathPattern.EXPECTED, "/");
        if (from.endsWith("/**") != to.endsWith("/**")) {
            of.mistake("to", "only one of from and to ends with /**", "both, or none");
        }
        if (side == Side.ANSWER) {
            fields.mistake("path", "is of an answer", "a rule of requests");
        }
        of.end();
        return new AdaptationRule.Path(from, to);
    }

    private static Optional<String> pattern(String text) {
        return PathPattern.of(text).map(PathPattern::text).filter(path -> path.equals("/") || !path.endsWith("/"));
    }

    private Optional<AdaptationRule> status() {
        if (!fields.has("status")) {
            return Optional.empty();
        }
        Map<Integer, Integer> statuses = new TreeMap<>();
        fields.pairs("status", "a mapping such as { 200: 201 }", (from, to, place) -> {
            Optional<Integer> key = statusOf(from);
            Optional<Integer> value = statusOf(to);
            if (key.isPresent() && value.isPresent()) {
                statuses.put(key.get(), value.get());
            } else {
                fields.reading().mistakes().add(place, "is no status to be changed", STATUS);
            }
        });
        if (side == Side.REQUEST) {
            fields.mistake("status", "is of a request", "a rule of answers");
        } else if (statuses.isEmpty()) {
            fields.mistake("status", "changes nothing", "at least one status");
        }
        return Optional.of(new AdaptationRule.Status(statuses));
    }

    private static Optional<Integer> statusOf(String text) {
        return Terms.integer(text, 200, 599).filter(status -> status != 206 && status != 304);
    }

    private ValuePlace at(Fields of) {
        ValuePlace at = place(of, "at");
        if (at.inBody() && at.name().isEmpty()) {
            of.mistake("at", "is the whole body", "a place in it");
        }
        return at;
    }

    private ValuePlace place(Fields of, String field) {
        ValuePlace place = of.required(field, ValuePlace::of, side == Side.REQUEST ? PLACE : ANSWER_PLACE, NOWHERE);
        check(of, field, place);
        return place;
    }

    private void check(Fields of, String field, ValuePlace place) {
        switch (place.kind()) {
            case BODY -> {}
            case HEADER -> {
                String name = place.name().toLowerCase(Locale.ROOT);
                if (!Terms.mayEdit(name) || OF_THE_MESSAGE.contains(name)) {
                    of.mistake(field, place + " is not for rules", "another field");
                }
            }
            default -> {
                if (side == Side.ANSWER) {
                    of.mistake(field, "an answer has no " + place, ANSWER_PLACE);
                }
            }
        }
    }

    /** A JSON value. */
    private String value(Fields of, String field) {
        if (!of.has(field)) {
            of.missing(field, "a JSON value");
        }
        @Nullable Tree tree = of.tree(field);
        String json = tree == null ? "{}" : json(tree, of.place(field).path());
        if (!field.equals("default")) {
            of.end();
        }
        return json;
    }

    private String json(Tree tree, Path path) {
        return JsonValues.text(tree, path, fields.reading().mistakes());
    }

    private static Optional<Form> form(String text) {
        return Terms.oneOf(Form.values(), AdaptationRuleReader::word, text).filter(form -> form != Form.AS_IS);
    }

    static String word(Form form) {
        return form.name().toLowerCase(Locale.ROOT);
    }
}
