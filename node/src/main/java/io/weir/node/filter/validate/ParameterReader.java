package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads parameters of a description. */
final class ParameterReader {
    /** OpenAPI, Parameter Object: these are described elsewhere, and what is said of them here counts for nothing. */
    private static final Set<String> ELSEWHERE = Set.of("accept", "content-type", "authorization");

    private static final Set<String> PLAIN = Set.of("string", "number", "integer", "boolean", "null");

    private ParameterReader() {}

    /** A parameter before its schema is compiled. */
    record Draft(Parameter.In in, String name, boolean required, boolean exploded, boolean mayBeEmpty, String schema) {
        /** Parameters with the same one are the same. */
        String key() {
            return in + ":" + (in == Parameter.In.HEADER ? name.toLowerCase(Locale.ROOT) : name);
        }

        Parameter compile(JsonNode document, SchemaCompiler compiler) throws SchemaException {
            SchemaTypes types = new SchemaTypes(document);
            Set<String> own = types.of(schema);
            boolean array = own.contains("array");
            Set<String> plain = array ? types.of(types.items(schema)) : own;
            boolean mixed = array && (own.size() > 1 || plain.size() > 1);
            if (mixed || !PLAIN.containsAll(plain)) {
                throw new SchemaException(
                        schema,
                        "is of types " + own + (array ? " of " + plain : "") + ", which parameters cannot be here");
            }
            if (array && in == Parameter.In.COOKIE && exploded) {
                throw new SchemaException(schema, "is an array in a cookie, which needs explode: false");
            }
            return new Parameter(in, name, required, exploded, mayBeEmpty, plain, array, compiler.at(schema));
        }
    }

    /** Empty for what is described elsewhere. */
    static Optional<Draft> read(ContractTree.Place place) throws SchemaException {
        ObjectNode node = place.node();
        String name = node.path("name").asText();
        Parameter.In in = in(node.path("in").asText(), Pointers.child(place.pointer(), "in"));
        if (name.isEmpty()) {
            throw new SchemaException(place.pointer(), "has no name");
        }
        if (in == Parameter.In.HEADER && ELSEWHERE.contains(name.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        if (!node.path("schema").isContainerNode() && !node.path("schema").isBoolean()) {
            throw new SchemaException(place.pointer(), "has no schema; content in its place is not supported");
        }
        boolean form = in == Parameter.In.QUERY || in == Parameter.In.COOKIE;
        String usual = form ? "form" : "simple";
        if (!node.path("style").asText(usual).equals(usual)) {
            throw new SchemaException(
                    Pointers.child(place.pointer(), "style"), "is not supported; there " + usual + " is");
        }
        boolean required = node.path("required").asBoolean();
        if (in == Parameter.In.PATH && !required) {
            throw new SchemaException(place.pointer(), "is in the path, but not required: true");
        }
        return Optional.of(new Draft(
                in,
                name,
                required,
                form && node.path("explode").asBoolean(true),
                in == Parameter.In.QUERY && node.path("allowEmptyValue").asBoolean(),
                Pointers.child(place.pointer(), "schema")));
    }

    private static Parameter.In in(String text, String pointer) throws SchemaException {
        return switch (text) {
            case "path" -> Parameter.In.PATH;
            case "query" -> Parameter.In.QUERY;
            case "header" -> Parameter.In.HEADER;
            case "cookie" -> Parameter.In.COOKIE;
            default -> throw new SchemaException(pointer, "is not path, query, header or cookie");
        };
    }
}
