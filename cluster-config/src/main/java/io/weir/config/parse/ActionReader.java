package io.weir.config.parse;

import io.weir.config.model.Action;
import io.weir.config.model.Rewrite;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a route does: {@code to}, {@code redirect}, {@code respond}, and {@code rewrite} of the path before it. */
final class ActionReader {
    static final String TEXT = "text/plain; charset=utf-8";

    private static final String TO = "an upstream's name, or a list of { upstream, weight }";
    private static final int MOST_TARGETS = 100;
    private static final int MOST_WEIGHT = 1_000_000;
    private static final int LONGEST_BODY = 64 * 1024;

    private ActionReader() {}

    /** Exactly one of the three. */
    static Action read(Fields fields) {
        Optional<Action> forward = fields.has("to") ? Optional.of(forward(fields)) : Optional.empty();
        Optional<Action> redirect =
                fields.child("redirect", "a mapping such as { location: /new }").map(ActionReader::redirect);
        Optional<Action> respond = fields.child("respond", "a mapping such as { status: 200, body: pong }")
                .map(ActionReader::respond);
        long count = List.of("to", "redirect", "respond").stream()
                .filter(fields::has)
                .count();
        if (count != 1) {
            String message = count == 0 ? "says nothing about what to do" : "says several things to do";
            fields.reading().mistakes().add(fields.place(), message, "exactly one of to, redirect, respond");
        }
        return forward.or(() -> redirect).or(() -> respond).orElse(new Action.Forward(List.of()));
    }

    /** {@code to}: one upstream, or several by weight. */
    static Action.Forward forward(Fields fields) {
        Reading reading = fields.reading();
        Tree tree = fields.tree("to");
        if (tree instanceof Tree.Scalar scalar) {
            reading.names().use(Names.Kind.UPSTREAM, scalar.text(), fields.place("to"));
            return new Action.Forward(List.of(new Action.Target(scalar.text(), 1)));
        }
        if (tree == null && !fields.has("to")) {
            fields.missing("to", TO);
            return new Action.Forward(List.of());
        }
        Set<String> seen = new HashSet<>();
        List<Action.Target> targets = fields.items("to", TO, (item, path) -> target(reading, item, path, seen));
        if (tree instanceof Tree.Sequence
                && targets.stream().mapToInt(Action.Target::weight).sum() == 0) {
            fields.mistake("to", "has no target with a weight above 0", "at least one");
        }
        if (targets.size() > MOST_TARGETS) {
            fields.mistake("to", "has " + targets.size() + " targets", "at most " + MOST_TARGETS);
        }
        return new Action.Forward(targets);
    }

    private static Action.Target target(Reading reading, Tree item, Path path, Set<String> seen) {
        Fields fields = Fields.of(reading, item, path, "a mapping such as { upstream: orders, weight: 95 }");
        String upstream = fields.required("upstream", Terms::name, "an upstream's name", "");
        int weight = Numbers.integer(fields, "weight", 1, 0, MOST_WEIGHT);
        fields.end();
        if (!upstream.isEmpty()) {
            reading.names().use(Names.Kind.UPSTREAM, upstream, fields.place("upstream"));
            if (!seen.add(upstream)) {
                fields.mistake("upstream", "upstream \"" + upstream + "\" is there twice", "each upstream once");
            }
        }
        return new Action.Target(upstream, weight);
    }

    private static Action redirect(Fields fields) {
        int status = fields.value("status", ActionReader::redirectStatus, "301, 302, 303, 307 or 308")
                .orElse(302);
        String location = fields.required(
                "location",
                ActionReader::location,
                "a path or an http(s) URL; {path} and {query} may stand in it",
                "/");
        fields.end();
        return new Action.Redirect(status, location);
    }

    private static Optional<Integer> redirectStatus(String text) {
        return Terms.integer(text, 301, 308).filter(status -> status != 304 && status != 305 && status != 306);
    }

    private static Optional<String> location(String text) {
        String plain = text.replace("{path}", "").replace("{query}", "");
        boolean starts = text.startsWith("/")
                || text.startsWith("{path}")
                || text.startsWith("http://")
                || text.startsWith("https://");
        boolean visible = plain.chars().allMatch(c -> c > 0x20 && c < 0x7f && "\"<>\\^`{|}".indexOf(c) < 0);
        return starts && visible ? Optional.of(text) : Optional.empty();
    }

    private static Action respond(Fields fields) {
        int status = Numbers.integer(fields, "status", 200, 200, 599);
        String body = fields.value("body", Terms::any, "text").orElse("");
        String type = fields.value("content-type", Terms::fieldValue, "a media type, e.g. text/plain")
                .orElse(TEXT);
        fields.later("file", "headers").end();
        if (body.length() > LONGEST_BODY) {
            fields.mistake("body", "has " + body.length() + " characters", "at most " + LONGEST_BODY);
        }
        if (!body.isEmpty() && (status == 204 || status == 205 || status == 304)) {
            fields.mistake("body", "an answer with status " + status + " has no body", "no body");
        }
        return new Action.Respond(status, body, type);
    }

    /** {@code { strip-prefix: /x }} or {@code { prefix: /x, replacement: /y }}; {@code path} is what the route matches. */
    static Optional<Rewrite> rewrite(Fields parent, Optional<PathPattern> path) {
        return parent.child("rewrite", "{ strip-prefix: /x } or { prefix: /x, replacement: /y }")
                .map(fields -> rewriteOf(fields, path));
    }

    private static Rewrite rewriteOf(Fields fields, Optional<PathPattern> path) {
        Optional<String> strip = prefix(fields, "strip-prefix", path);
        Optional<String> prefix = prefix(fields, "prefix", path);
        Optional<String> replacement = fields.value("replacement", PathPattern::literal, PathPattern.LITERAL);
        fields.later("regex", "path").end();
        if (fields.has("strip-prefix") == fields.has("prefix")) {
            fields.reading().mistakes().add(fields.place(), "needs one of strip-prefix and prefix", "exactly one");
        }
        if (fields.has("prefix") != fields.has("replacement")) {
            fields.reading().mistakes().add(fields.place(), "prefix and replacement belong together", "both");
        }
        return new Rewrite(strip.or(() -> prefix).orElse("/"), replacement.orElse(""));
    }

    private static Optional<String> prefix(Fields fields, String field, Optional<PathPattern> path) {
        Optional<String> prefix = fields.value(field, PathPattern::literal, PathPattern.LITERAL);
        if (prefix.isPresent() && path.isPresent() && !path.get().beginsWith(prefix.get())) {
            String message = "is no prefix of the path " + path.get().text();
            fields.mistake(field, message, "what every matching path begins with");
        }
        return prefix;
    }
}
