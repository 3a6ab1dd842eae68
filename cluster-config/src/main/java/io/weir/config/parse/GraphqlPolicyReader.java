package io.weir.config.parse;

import io.weir.config.model.GraphqlPolicy;
import io.weir.config.model.Policy;
import io.weir.config.model.Validation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code graphql}, and how it is written. */
final class GraphqlPolicyReader {
    static final List<String> KINDS = List.of("graphql");

    private static final String EXPECTED = "a mapping such as { max-depth: 10 }, {} with the defaults";
    private static final String WORD = "a name of GraphQL (letters, digits and _)";
    private static final String COST = "a whole number from 0 to 1000000";
    private static final Pattern NAME = Pattern.compile("[_A-Za-z][_0-9A-Za-z]{0,199}");
    private static final int MOST_COST = 1_000_000;
    private static final String SOURCE = "file:PATH of a JSON object, or a mapping: queries by their ids";
    private static final Validation.Source NOTHING = new Validation.Inline("{}");

    private GraphqlPolicyReader() {}

    /** Empty when the policy is none. */
    static Optional<Policy> read(String name, Fields fields) {
        return fields.child("graphql", EXPECTED).map(graphql -> policy(name, graphql));
    }

    private static Policy policy(String name, Fields fields) {
        GraphqlPolicy policy = new GraphqlPolicy(
                name,
                (int) Numbers.size(fields, "max-body", GraphqlPolicy.BODY_BYTES, 1024, 16 << 20),
                Numbers.integer(fields, "max-depth", GraphqlPolicy.DEPTH, 1, 200),
                Numbers.integer(fields, "max-tokens", GraphqlPolicy.TOKENS, 10, 100_000),
                Numbers.integer(fields, "max-cost", GraphqlPolicy.COST, 1, Integer.MAX_VALUE),
                costs(fields),
                fields.has("lists") ? fields.words("lists", WORD, GraphqlPolicyReader::word) : GraphqlPolicy.LISTS,
                fields.value("introspection", Terms::truth, Terms.TRUTH).orElse(false),
                Numbers.integer(fields, "batch", 1, 1, 100),
                fields.child("persisted", "a mapping such as { queries: \"file:queries.json\" }")
                        .map(GraphqlPolicyReader::persisted));
        fields.end();
        return policy;
    }

    private static Map<String, Integer> costs(Fields fields) {
        Mistakes mistakes = fields.reading().mistakes();
        Map<String, Integer> costs = new LinkedHashMap<>();
        fields.pairs("field-costs", "a mapping such as { search: 50 }", (name, value, place) -> {
            Optional<Integer> cost = Terms.integer(value, 0, MOST_COST);
            if (word(name).isEmpty()) {
                mistakes.add(place, "is no field of GraphQL", WORD);
            } else if (cost.isEmpty()) {
                mistakes.add(place, "is no cost", COST);
            } else {
                costs.put(name, cost.get());
            }
        });
        return costs;
    }

    private static GraphqlPolicy.Persisted persisted(Fields fields) {
        Tree queries = fields.tree("queries");
        if (queries == null) {
            fields.missing("queries", SOURCE);
        }
        GraphqlPolicy.Persisted persisted = new GraphqlPolicy.Persisted(
                queries == null ? NOTHING : ValidateReader.source(fields, "queries", queries),
                fields.value("only", Terms::truth, Terms.TRUTH).orElse(false),
                fields.value("automatic", Terms::truth, Terms.TRUTH).orElse(false));
        if (persisted.only() && persisted.automatic()) {
            fields.mistake("automatic", "would pass what \"only\" refuses", "one of them");
        }
        fields.end();
        return persisted;
    }

    private static Optional<String> word(String text) {
        return Optional.of(text).filter(name -> NAME.matcher(name).matches());
    }

    /** Puts the rule's one field into {@code shape}. */
    static void put(Shape shape, GraphqlPolicy policy) {
        Shape rule = new Shape()
                .putUnless("max-body", (long) policy.bodyBytes(), (long) GraphqlPolicy.BODY_BYTES, Units::size)
                .putUnless("max-depth", policy.depth(), GraphqlPolicy.DEPTH)
                .putUnless("max-tokens", policy.tokens(), GraphqlPolicy.TOKENS)
                .putUnless("max-cost", policy.cost(), GraphqlPolicy.COST);
        if (!policy.fieldCosts().isEmpty()) {
            rule.put("field-costs", policy.fieldCosts());
        }
        if (!policy.lists().equals(GraphqlPolicy.LISTS)) {
            rule.put("lists", policy.lists());
        }
        rule.putUnless("introspection", policy.introspection(), false, yes -> yes)
                .putUnless("batch", policy.batch(), 1)
                .putIfPresent("persisted", policy.persisted(), GraphqlPolicyReader::shape);
        shape.put("graphql", rule.fields());
    }

    private static Object shape(GraphqlPolicy.Persisted persisted) {
        return new Shape()
                .put("queries", ValidateShape.source(persisted.queries()))
                .putUnless("only", persisted.only(), false, yes -> yes)
                .putUnless("automatic", persisted.automatic(), false, yes -> yes)
                .fields();
    }
}
