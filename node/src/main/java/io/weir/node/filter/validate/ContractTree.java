package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An OpenAPI description as a tree, of which the schemas are those of 2020-12, whatever version it is of. */
final class ContractTree {
    private static final Set<String> DIALECTS =
            Set.of("https://json-schema.org/draft/2020-12/schema", "https://spec.openapis.org/oas/3.1/dialect/base");
    private static final int MOST_REFERENCES = 16;

    private final ObjectNode root;
    private final boolean older;

    private ContractTree(ObjectNode root, boolean older) {
        this.root = root;
        this.older = older;
    }

    /** An object within the tree. */
    record Place(String pointer, ObjectNode node) {}

    static ContractTree of(ObjectNode root) throws SchemaException {
        String version = root.path("openapi").asText();
        if (!version.startsWith("3.0.") && !version.startsWith("3.1.")) {
            throw new SchemaException("/openapi", "is not 3.0 or 3.1 of OpenAPI");
        }
        JsonNode dialect = root.get("jsonSchemaDialect");
        if (dialect != null && !DIALECTS.contains(dialect.asText())) {
            throw new SchemaException("/jsonSchemaDialect", "is not JSON Schema 2020-12");
        }
        return new ContractTree(root, version.startsWith("3.0."));
    }

    ObjectNode root() {
        return root;
    }

    /** The object there, or where its {@code $ref} leads. */
    Place follow(String pointer) throws SchemaException {
        String at = pointer;
        for (int i = 0; i < MOST_REFERENCES; i++) {
            if (!(Pointers.find(root, at) instanceof ObjectNode object)) {
                throw new SchemaException(at, "is no object");
            }
            JsonNode reference = object.get("$ref");
            if (reference == null) {
                return new Place(at, object);
            }
            at = target(reference.asText(), Pointers.child(at, "$ref"));
        }
        throw new SchemaException(pointer, "refers to itself, round in a circle");
    }

    private String target(String reference, String pointer) throws SchemaException {
        String target = Pointers.of(reference);
        if (target == null) {
            throw new SchemaException(pointer, "leads out of the document; nothing is fetched");
        }
        if (Pointers.find(root, target) == null) {
            throw new SchemaException(pointer, "leads nowhere");
        }
        return target;
    }

    /** The objects of a list, each followed; none when there is no list. */
    List<Place> items(Place place, String field) throws SchemaException {
        JsonNode list = place.node().path(field);
        String pointer = Pointers.child(place.pointer(), field);
        if (!list.isMissingNode() && !list.isArray()) {
            throw new SchemaException(pointer, "is no list");
        }
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            places.add(follow(Pointers.child(pointer, i)));
        }
        return places;
    }

    /** Makes schemas ready to be compiled. */
    void review(List<String> schemas) throws SchemaException {
        if (older) {
            OlderSchemas translation = new OlderSchemas(root);
            for (String pointer : schemas) {
                translation.translate(pointer);
            }
        }
        SchemaReview review = new SchemaReview(root);
        for (String pointer : schemas) {
            review.schema(pointer);
        }
        review.end();
    }
}
