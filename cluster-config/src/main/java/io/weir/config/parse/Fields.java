package io.weir.config.parse;

import io.weir.config.parse.Tree.Entry;
import io.weir.config.parse.Tree.Mapping;
import io.weir.config.parse.Tree.Scalar;
import io.weir.config.parse.Tree.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one mapping. Every getter notes its field as known; {@link #end} reports all others. A mistake is
 * noted and a stand-in returned, so that reading goes on and finds the next one.
 */
final class Fields {
    private static final Set<String> SECRETS = Set.of("password", "sha256", "secret", "client-secret");

    private final Reading reading;
    private final Mapping mapping;
    private final Path path;
    /** In the order in which they were asked for, each once. */
    private final Set<String> known = new LinkedHashSet<>();

    private final List<String> later = new ArrayList<>();

    private Fields(Reading reading, Mapping mapping, Path path) {
        this.reading = reading;
        this.mapping = mapping;
        this.path = path;
    }

    /** Of {@code tree}; anything but a mapping is a mistake, read on as an empty one. */
    static Fields of(Reading reading, Tree tree, Path path, String expected) {
        if (tree instanceof Mapping mapping) {
            return new Fields(reading, mapping, path);
        }
        boolean secret = expected.contains("{ sha256:") || expected.contains("{ password:");
        reading.mistakes().add(new Place(tree.at(), path), "is " + (secret ? tree.hidden() : tree.kind()), expected);
        Fields none = new Fields(reading, new Mapping(tree.at(), Map.of()), path);
        none.broken = true;
        return none;
    }

    private boolean broken;

    Reading reading() {
        return reading;
    }

    Place place() {
        return new Place(mapping.at(), path);
    }

    /** Of the field's value, or of the mapping if there is none. */
    Place place(String field) {
        Entry entry = mapping.entries().get(field);
        return new Place(entry == null ? mapping.at() : entry.value().at(), path.field(field));
    }

    boolean has(String field) {
        return mapping.entries().containsKey(field);
    }

    /** A mapping without any field, not something that is none. */
    boolean isEmpty() {
        return !broken && mapping.entries().isEmpty();
    }

    void mistake(String field, String message, String expected) {
        reading.mistakes().add(place(field), message, expected);
    }

    /** The field's value, or null if it is not there (or empty, which is a mistake). */
    @Nullable
    Tree tree(String field) {
        known.add(field);
        Entry entry = mapping.entries().get(field);
        if (entry == null) {
            return null;
        }
        if (entry.value() instanceof Scalar scalar && scalar.absent()) {
            reading.mistakes().add(new Place(entry.keyAt(), path.field(field)), "has no value", "a value, or no field");
            return null;
        }
        return entry.value();
    }

    /** The field's value whatever it is, nothing ({@code null}) too; null if there is no such field. */
    @Nullable
    Tree json(String field) {
        known.add(field);
        Entry entry = mapping.entries().get(field);
        return entry == null ? null : entry.value();
    }

    /** One word, read by {@code parse} (empty: not what was expected). */
    <T> Optional<T> value(String field, Function<String, Optional<T>> parse, String expected) {
        Tree tree = tree(field);
        if (tree == null) {
            return Optional.empty();
        }
        if (tree instanceof Scalar scalar) {
            Optional<T> value = parse.apply(scalar.text());
            if (value.isPresent()) {
                return value;
            }
        }
        mistake(field, "is " + (mayBeSecret(field, expected) ? tree.hidden() : tree.kind()), expected);
        return Optional.empty();
    }

    /** Where a secret stands in place of its hash, or of where it is, mistakes do not show it: they go into logs. */
    private static boolean mayBeSecret(String field, String expected) {
        return SECRETS.contains(field) || field.equals("key") && expected.equals(Terms.SECRET);
    }

    /** As {@link #value}, but it must be there. */
    <T> T required(String field, Function<String, Optional<T>> parse, String expected, T standIn) {
        if (!has(field)) {
            missing(field, expected);
        }
        return value(field, parse, expected).orElse(standIn);
    }

    void missing(String field, String expected) {
        known.add(field);
        if (!broken) {
            reading.mistakes().add(new Place(mapping.at(), path.field(field)), "is missing", expected);
        }
    }

    /** The mapping under {@code field}. */
    Optional<Fields> child(String field, String expected) {
        return Optional.ofNullable(tree(field)).map(tree -> of(reading, tree, path.field(field), expected));
    }

    /** The items under {@code field}, which must be a list; none if it is not there. */
    <T> List<T> items(String field, String expected, BiFunction<Tree, Path, T> read) {
        Tree tree = tree(field);
        if (tree == null) {
            return List.of();
        }
        if (!(tree instanceof Sequence sequence)) {
            mistake(field, "is " + tree.kind(), "a list of " + expected);
            return List.of();
        }
        List<T> items = new ArrayList<>(sequence.items().size());
        for (Tree item : sequence.items()) {
            items.add(read.apply(item, path.field(field).item(items.size())));
        }
        return items;
    }

    /** Whether {@code field} is a list without anything in it, which where at least one is needed is a slip. */
    boolean isEmptyList(String field) {
        return tree(field) instanceof Sequence list && list.items().isEmpty();
    }

    /** A list of single words, each read by {@code parse}; what cannot be read is left out. */
    <T> List<T> words(String field, String expected, Function<String, Optional<T>> parse) {
        List<T> words = new ArrayList<>();
        items(field, expected, (item, at) -> {
            Optional<T> word =
                    item instanceof Scalar scalar && !scalar.absent() ? parse.apply(scalar.text()) : Optional.empty();
            word.ifPresent(words::add);
            if (word.isEmpty()) {
                reading.mistakes().add(new Place(item.at(), at), "is " + item.kind(), expected);
            }
            return word;
        });
        return words;
    }

    /** One word, or a list of them. */
    <T> List<T> oneOrMore(String field, String expected, Function<String, Optional<T>> parse) {
        return tree(field) instanceof Sequence
                ? words(field, expected, parse)
                : value(field, parse, expected).map(List::of).orElse(List.of());
    }

    /** Entries of the mapping under {@code field} whose values are words, in order. */
    void pairs(String field, String expected, PairReader read) {
        Tree tree = tree(field);
        if (tree == null) {
            return;
        }
        if (!(tree instanceof Mapping pairs)) {
            mistake(field, "is " + tree.kind(), expected);
            return;
        }
        pairs.entries().forEach((key, entry) -> {
            Place place = new Place(entry.keyAt(), path.field(field).field(key));
            if (entry.value() instanceof Scalar scalar && !scalar.absent()) {
                read.pair(key, scalar.text(), place);
            } else {
                reading.mistakes().add(place, "is " + entry.value().kind(), "one value");
            }
        });
    }

    /** Fields that a later Weir will have: refused with that reason. */
    Fields later(String... names) {
        later.addAll(List.of(names));
        return this;
    }

    /** Reports every field that nobody asked for. */
    void end() {
        mapping.entries().forEach((name, entry) -> {
            if (known.contains(name)) {
                return;
            }
            Place place = new Place(entry.keyAt(), path.field(name));
            if (later.contains(name)) {
                reading.mistakes().add(place, "is not supported yet", "");
            } else {
                String message = "is not a known field" + Suggestion.didYouMean(name, known);
                reading.mistakes().add(place, message, "one of " + String.join(", ", known));
            }
        });
    }

    /** Takes a key and its value. */
    interface PairReader {
        void pair(String key, String value, Place keyPlace);
    }
}
