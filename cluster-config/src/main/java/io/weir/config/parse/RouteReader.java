package io.weir.config.parse;

import io.weir.config.model.Action;
import io.weir.config.model.Match;
import io.weir.config.model.Rewrite;
import io.weir.config.model.Route;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads one of {@code routes}. */
final class RouteReader {
    private static final String EVERYTHING = "/**";
    private static final String FIELD_MATCH = "{ name: X, value: y }, or a name that only has to be there";

    private RouteReader() {}

    static Route read(Fields fields) {
        String name = fields.reading().names().declare(Names.Kind.ROUTE, fields);
        Optional<Fields> matching = fields.child("match", "a mapping such as { path: /search }");
        if (!fields.has("match")) {
            fields.missing("match", "a mapping such as { path: /search }");
        }
        Match match = matching.map(RouteReader::match)
                .orElse(new Match(List.of(), EVERYTHING, List.of(), List.of(), List.of(), List.of()));
        List<String> policies = policies(fields);
        Action action = ActionReader.read(fields);
        Optional<PathPattern> path = PathPattern.of(match.path());
        Optional<Rewrite> rewrite = ActionReader.rewrite(fields, path);
        if (rewrite.isPresent() && !(action instanceof Action.Forward)) {
            fields.mistake("rewrite", "has no meaning where nothing is forwarded", "rewrite only with to");
        }
        Route route = new Route(
                name,
                match,
                policies,
                action,
                rewrite,
                FieldEditsReader.read(fields, "request-headers"),
                FieldEditsReader.read(fields, "response-headers"));
        fields.later("timeouts", "retry", "cache", "mirror", "priority", "cors", "hedge", "metadata")
                .end();
        fields.reading().checks().route(route, path, fields);
        return route;
    }

    private static Match match(Fields fields) {
        Match match = new Match(
                hosts(fields),
                path(fields, "path", EVERYTHING),
                distinct(fields, "methods", Terms.METHOD, Terms::method),
                fieldMatches(fields, "headers", Terms.FIELD, Terms::field),
                fieldMatches(fields, "query", "a query parameter's name", Terms::queryName),
                listeners(fields));
        fields.later("cookies", "media-type", "address", "priority", "scheme").end();
        return match;
    }

    static List<String> hosts(Fields fields) {
        return distinct(fields, "hosts", Terms.HOST, Terms::hostPattern);
    }

    /** A path pattern; the message says what is wrong with it. */
    static String path(Fields fields, String field, String normal) {
        Tree tree = fields.tree(field);
        if (!(tree instanceof Tree.Scalar scalar)) {
            if (tree != null) {
                fields.mistake(field, "is " + tree.kind(), PathPattern.EXPECTED);
            }
            return normal;
        }
        String reason = PathPattern.reason(scalar.text());
        if (!reason.isEmpty()) {
            fields.mistake(field, scalar.kind() + " " + reason, PathPattern.EXPECTED);
            return normal;
        }
        return scalar.text();
    }

    private static List<String> listeners(Fields fields) {
        List<String> names = distinct(fields, "listeners", "a listener's name", Terms::name);
        names.forEach(name -> fields.reading().names().use(Names.Kind.LISTENER, name, fields.place("listeners")));
        return names;
    }

    /** The names of policies, each once. */
    static List<String> policies(Fields fields) {
        List<String> names = distinct(fields, "policies", "a policy's name", Terms::name);
        names.forEach(name -> fields.reading().names().use(Names.Kind.POLICY, name, fields.place("policies")));
        return names;
    }

    static List<String> distinct(
            Fields fields, String field, String expected, Function<String, Optional<String>> parse) {
        List<String> words = fields.words(field, expected, parse);
        Set<String> once = new LinkedHashSet<>(words);
        if (once.size() < words.size()) {
            Set<String> seen = new HashSet<>();
            words.stream()
                    .filter(word -> !seen.add(word))
                    .distinct()
                    .forEach(word -> fields.mistake(field, "\"" + word + "\" is there twice", "each once"));
        }
        return List.copyOf(once);
    }

    private static List<Match.FieldMatch> fieldMatches(
            Fields fields, String field, String expected, Function<String, Optional<String>> name) {
        List<Match.FieldMatch> matches = new ArrayList<>();
        if (fields.tree(field) instanceof Tree.Mapping) {
            fields.pairs(field, FIELD_MATCH, (key, value, place) -> {
                if (name.apply(key).isEmpty()) {
                    fields.reading().mistakes().add(place, "\"" + key + "\" is not a name", expected);
                }
                matches.add(new Match.FieldMatch(key, Optional.of(value)));
            });
        } else {
            matches.addAll(fields.items(field, FIELD_MATCH, (item, path) -> {
                if (item instanceof Tree.Scalar scalar) {
                    if (name.apply(scalar.text()).isEmpty()) {
                        fields.reading().mistakes().add(new Place(item.at(), path), "is " + item.kind(), expected);
                    }
                    return new Match.FieldMatch(scalar.text(), Optional.empty());
                }
                Fields pair = Fields.of(fields.reading(), item, path, FIELD_MATCH);
                String of = pair.required("name", name, expected, "");
                Optional<String> value = pair.value("value", Terms::any, "text");
                pair.later("pattern", "regex", "prefix", "not").end();
                return new Match.FieldMatch(of, value);
            }));
        }
        Set<String> seen = new HashSet<>();
        for (Match.FieldMatch match : matches) {
            if (!match.name().isEmpty() && !seen.add(match.name().toLowerCase(Locale.ROOT))) {
                fields.mistake(field, "\"" + match.name() + "\" is there twice", "each name once");
            }
        }
        return matches;
    }
}
