package io.weir.config.parse;

import io.weir.config.model.Policy;
import io.weir.config.model.RewritePolicy;
import io.weir.config.model.RewritePolicy.AnswerEdits;
import io.weir.config.model.RewritePolicy.RequestEdits;
import io.weir.config.model.RewritePolicy.Statuses;
import io.weir.config.model.RewritePolicy.TemplateEdits;
import io.weir.config.model.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code rewrite} of a policy, and how it is written. */
final class RewriteReader {
    static final List<String> KINDS = List.of("rewrite");
    private static final String EXPECTED = "a mapping with request and response";
    private static final String PATH = "a path such as /users/{path.id}";
    static final String WHEN = "a mapping such as { status: 404 }";
    private static final String STATUS = "a status of an answer, 200 to 599, but for 206 and 304";
    private static final String STATUSES = "a status such as 404, or 4xx";
    private static final String METHOD = Terms.METHOD + ", but for HEAD, CONNECT and TRACE";
    private static final Set<String> NO_METHODS = Set.of("HEAD", "CONNECT", "TRACE");
    private static final Pattern CLASS = Pattern.compile("[2-5]xx");

    private RewriteReader() {}

    /** Empty when the policy is none. */
    static Optional<Policy> read(String name, Fields fields) {
        return fields.child("rewrite", EXPECTED).map(rewrite -> policy(name, rewrite));
    }

    private static Policy policy(String name, Fields fields) {
        RequestEdits request = fields.child("request", "a mapping with method, path, query and headers")
                .map(RewriteReader::request)
                .orElse(RequestEdits.NONE);
        RewritePolicy policy = new RewritePolicy(name, request, answers(fields));
        if (!fields.has("request") && !fields.has("response")) {
            fields.reading().mistakes().add(fields.place(), "rewrites nothing", "request or response");
        }
        fields.end();
        return policy;
    }

    private static RequestEdits request(Fields fields) {
        Optional<String> method = fields.value("method", RewriteReader::method, METHOD);
        RequestEdits edits = new RequestEdits(
                method, path(fields), TemplateEditsReader.query(fields), TemplateEditsReader.requestFields(fields));
        fields.later("body", "when").end();
        if (fields.isEmpty()) {
            fields.reading().mistakes().add(fields.place(), "rewrites nothing", "method, path, query or headers");
        }
        return edits;
    }

    private static Optional<String> method(String text) {
        return Terms.method(text).filter(method -> !NO_METHODS.contains(method));
    }

    private static Optional<Template> path(Fields fields) {
        Mistakes mistakes = fields.reading().mistakes();
        return fields.value("path", Terms::any, PATH)
                .flatMap(text -> TemplateReader.read(mistakes, fields.place("path"), text, false))
                .filter(template -> {
                    String reason = reason(template);
                    if (!reason.isEmpty()) {
                        fields.mistake("path", reason, PATH);
                    }
                    return reason.isEmpty();
                });
    }

    /** Why it is no path to ask for; empty when it is. */
    private static String reason(Template path) {
        String text = TemplateEditsReader.filled(path, otherwise -> "");
        if (text.chars().anyMatch(c -> c == '{' || c == '}' || c == '*')) {
            return "has '{', '}' or '*', which must be percent-encoded";
        }
        return PathPattern.reason(text);
    }

    /** One mapping, or a list of them. */
    private static List<AnswerEdits> answers(Fields fields) {
        if (fields.tree("response") instanceof Tree.Sequence) {
            if (fields.isEmptyList("response")) {
                fields.mistake("response", "is empty", "at least one rule");
            }
            return fields.items("response", "mappings with when, status and headers", (item, at) -> {
                return answer(Fields.of(fields.reading(), item, at, "a mapping with when, status and headers"));
            });
        }
        return fields.child("response", "a mapping, or a list of them, with when, status and headers")
                .map(one -> List.of(answer(one)))
                .orElse(List.of());
    }

    private static AnswerEdits answer(Fields fields) {
        List<Statuses> when =
                fields.child("when", WHEN).map(RewriteReader::when).orElse(List.of());
        Optional<Integer> status = fields.value("status", RewriteReader::status, STATUS);
        TemplateEdits headers = TemplateEditsReader.answerFields(fields);
        fields.later("body").end();
        if (!fields.has("status") && !fields.has("headers")) {
            fields.reading().mistakes().add(fields.place(), "rewrites nothing", "status or headers");
        }
        return new AnswerEdits(when, status, headers);
    }

    static List<Statuses> when(Fields fields) {
        List<Statuses> statuses = fields.oneOrMore("status", STATUSES, RewriteReader::statuses);
        if (!fields.has("status") || fields.isEmptyList("status")) {
            fields.reading().mistakes().add(fields.place(), "is no condition", WHEN);
        }
        fields.end();
        return statuses;
    }

    private static Optional<Statuses> statuses(String text) {
        if (CLASS.matcher(text).matches()) {
            int from = (text.charAt(0) - '0') * 100;
            return Optional.of(new Statuses(from, from + 99));
        }
        return Terms.integer(text, 200, 599).map(status -> new Statuses(status, status));
    }

    /** A part of something, or that it has not changed, only its backend can say. */
    private static Optional<Integer> status(String text) {
        return Terms.integer(text, 200, 599).filter(status -> status != 206 && status != 304);
    }

    /** Puts the rule's one field into {@code shape}. */
    static void put(Shape shape, RewritePolicy policy) {
        RequestEdits request = policy.request();
        Shape of = new Shape()
                .putIfPresent("method", request.method(), method -> method)
                .putIfPresent("path", request.path(), Template::toString)
                .putShape("query", edits(request.query()))
                .putShape("headers", edits(request.headers()));
        Shape rewrite = new Shape().putShape("request", of).putAll("response", policy.response(), edits -> new Shape()
                .putShape(
                        "when",
                        new Shape()
                                .putWords(
                                        "status",
                                        edits.when().stream()
                                                .map(Statuses::toString)
                                                .toList()))
                .putIfPresent("status", edits.status(), status -> status)
                .putShape("headers", edits(edits.headers()))
                .fields());
        shape.put("rewrite", rewrite.fields());
    }

    private static Shape edits(TemplateEdits edits) {
        Shape shape = new Shape().putWords("remove", edits.remove());
        if (!edits.rename().isEmpty()) {
            shape.put("rename", edits.rename());
        }
        return templates(templates(shape, "set", edits.set()), "add", edits.add());
    }

    private static Shape templates(Shape shape, String field, Map<String, Template> templates) {
        if (templates.isEmpty()) {
            return shape;
        }
        Map<String, String> texts = new TreeMap<>();
        templates.forEach((name, template) -> texts.put(name, template.toString()));
        return shape.put(field, texts);
    }
}
