package io.weir.config.parse;

import io.weir.config.model.BrowserPolicy;
import io.weir.config.model.BrowserPolicy.Cors;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code cors}, and how it is written. */
final class CorsReader {
    private static final String ORIGINS = Origins.ORIGIN + "; or null; or * alone";
    private static final Duration LONGEST = Duration.ofDays(1);

    private CorsReader() {}

    static Cors read(String name, Fields fields) {
        if (!fields.has("origins")) {
            fields.missing("origins", "a list of origins, or *");
        }
        Cors cors = new Cors(
                name,
                list(fields, "origins", ORIGINS, CorsReader::origin, List.of()),
                list(fields, "methods", Terms.METHOD + "; or * alone", Terms::method, Cors.METHODS),
                list(fields, "headers", Terms.FIELD + "; or * alone", Terms::field, List.of()),
                list(fields, "expose", Terms.FIELD + "; or * alone", Terms::field, List.of()),
                maxAge(fields),
                truth(fields, "credentials"),
                truth(fields, "private-network"));
        fields.end();
        check(fields, cors);
        return cors;
    }

    private static Optional<String> origin(String text) {
        return text.equals("null") ? Optional.of(text) : Origins.pattern(text);
    }

    /** One or more words, or {@code *} and nothing beside it. */
    private static List<String> list(
            Fields fields,
            String field,
            String expected,
            Function<String, Optional<String>> parse,
            List<String> normal) {
        if (fields.tree(field) == null) {
            return normal;
        }
        List<String> words =
                fields.oneOrMore(field, expected, text -> text.equals("*") ? Optional.of(text) : parse.apply(text));
        if (words.contains("*") && words.size() > 1) {
            fields.mistake(field, "has others beside *, which is all of them", "* alone, or a list without it");
        }
        if (fields.isEmptyList(field)) {
            fields.mistake(field, "is empty", "at least one, or no field");
        }
        return words;
    }

    private static Duration maxAge(Fields fields) {
        String expected = "a duration with its unit, at most 1d; 0: browsers ask each time";
        return fields.value(
                        "max-age",
                        text -> Units.duration(text)
                                .filter(age ->
                                        age.compareTo(LONGEST) <= 0 && age.equals(age.truncatedTo(ChronoUnit.SECONDS))),
                        expected)
                .orElse(Cors.MAX_AGE);
    }

    private static boolean truth(Fields fields, String field) {
        return fields.value(field, Terms::truth, Terms.TRUTH).orElse(false);
    }

    /** What would let every page act for whoever visits it, or what browsers would not understand as it is meant. */
    private static void check(Fields fields, Cors cors) {
        if (!cors.credentials()) {
            return;
        }
        if (cors.origins().equals(BrowserPolicy.ANY)) {
            fields.mistake("credentials", "are let in from every origin", "a list of origins beside credentials");
        } else if (cors.origins().contains("null")) {
            String message = "are let in from the origin null, which any page can take on";
            fields.mistake("credentials", message, "origins without null beside credentials");
        }
        if (cors.exposed().equals(BrowserPolicy.ANY)) {
            String message = "is *, which browsers take for a name where there are credentials";
            fields.mistake("expose", message, "a list of names beside credentials");
        }
    }

    static Object shape(Cors cors) {
        return new Shape()
                .putWords("origins", cors.origins())
                .putUnless("methods", cors.methods(), Cors.METHODS, words -> words)
                .putWords("headers", cors.headers())
                .putWords("expose", cors.exposed())
                .putUnless("max-age", cors.maxAge(), Cors.MAX_AGE, Units::duration)
                .putUnless("credentials", cors.credentials(), false, yes -> yes)
                .putUnless("private-network", cors.privateNetwork(), false, yes -> yes)
                .fields();
    }
}
