package io.weir.config.parse;

import io.weir.config.adapt.Proof;
import io.weir.config.model.Adaptation;
import io.weir.config.model.AdaptationRule;
import io.weir.config.parse.AdaptationRuleReader.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code apis[].versions[].adapt}, and proves its examples. */
final class AdaptationReader {
    static final String EXPECTED = "a mapping such as { from: v2, request: [ { rename: { from: /a, to: /b } } ] }";
    private static final int LEAST_BODY = 1024;
    private static final int MOST_BODY = 16 * 1024 * 1024;
    private static final int MOST_RULES = 200;
    private static final int MOST_EXAMPLES = 100;

    private static final String EXAMPLES = "mappings such as { request: { a: 1 }, becomes: { b: 1 } }";

    private AdaptationReader() {}

    static Adaptation read(Fields fields) {
        Mistakes mistakes = fields.reading().mistakes();
        int before = mistakes.count();
        String from = fields.required("from", Terms::name, "the name of another version of this api", "");
        int most = (int) Numbers.size(fields, "max-body", Adaptation.BODY_BYTES, LEAST_BODY, MOST_BODY);
        boolean file = fields.tree("examples") instanceof Tree.Scalar;
        List<AdaptationRule> request = rules(fields, "request", Side.REQUEST);
        List<Fields> places = new ArrayList<>();
        Adaptation adaptation = new Adaptation(
                from,
                most,
                request,
                rules(fields, "response", Side.ANSWER),
                rules(fields, "errors", Side.ANSWER),
                file
                        ? List.of()
                        : fields.items("examples", EXAMPLES, (item, at) -> example(fields.reading(), item, at, places)),
                file
                        ? fields.value("examples", ValidateReader::reference, "file:PATH, or a list of examples")
                        : Optional.empty());
        if (places.size() > MOST_EXAMPLES) {
            fields.mistake("examples", "has " + places.size() + " examples", "at most " + MOST_EXAMPLES);
        }
        fields.end();
        if (mistakes.count() == before) {
            prove(adaptation, fields, places);
        }
        return adaptation;
    }

    private static List<AdaptationRule> rules(Fields fields, String field, Side side) {
        List<AdaptationRule> rules = new ArrayList<>();
        List<Fields> items = new ArrayList<>();
        fields.items(field, "rules", (item, at) -> {
            Fields rule = Fields.of(fields.reading(), item, at, AdaptationRuleReader.EXPECTED);
            items.add(rule);
            AdaptationRuleReader.read(rule, side).ifPresent(rules::add);
            return rule;
        });
        if (items.size() > MOST_RULES) {
            fields.mistake(field, "has " + items.size() + " rules", "at most " + MOST_RULES);
        }
        if (side == Side.REQUEST) {
            PathRules.check(fields, field, rules);
        }
        return rules;
    }

    static Adaptation.Example example(Reading reading, Tree item, Path at, List<Fields> places) {
        Fields fields = Fields.of(reading, item, at, EXAMPLES);
        places.add(fields);
        boolean request = fields.has("request");
        if (request == fields.has("response")) {
            reading.mistakes().add(fields.place(), "needs one of request and response", "exactly one");
        }
        if (request && fields.has("status")) {
            fields.mistake("status", "is of a request", "an answer's status, or none");
        }
        int status = Numbers.integer(fields, "status", 200, 200, 599);
        String body = json(fields, request ? "request" : "response");
        Adaptation.Example example = new Adaptation.Example(request ? 0 : status, body, json(fields, "becomes"));
        fields.end();
        return example;
    }

    private static String json(Fields fields, String field) {
        if (!fields.has(field)) {
            fields.missing(field, "a JSON value");
        }
        Tree tree = fields.tree(field);
        return tree == null
                ? "{}"
                : JsonValues.text(
                        tree, fields.place(field).path(), fields.reading().mistakes());
    }

    private static void prove(Adaptation adaptation, Fields fields, List<Fields> places) {
        Proof proof = new Proof(adaptation);
        prove(proof, adaptation.examples(), places);
        Optional<String> back = proof.ofReturn();
        back.ifPresent(wrong -> fields.mistake(
                "response",
                "undoes the rules of requests, but not what they do: of a body that went there and back, " + wrong,
                "the opposite rules in the opposite order"));
    }

    static void prove(Proof proof, List<Adaptation.Example> examples, List<Fields> places) {
        for (int i = 0; i < places.size(); i++) {
            Fields at = places.get(i);
            proof.of(examples.get(i))
                    .ifPresent(wrong -> at.mistake("becomes", "the example " + wrong, "what the rules make"));
        }
    }
}
