package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.config.model.Validation.JsonLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what bodies an operation takes. */
final class ContentReader {
    private ContentReader() {}

    /**
     * A kind of body before its schema is compiled.
     *
     * @param schema where it is; null: bodies of the type are not looked into
     */
    private record Kind(String type, Form form, @Nullable String schema) {}

    private enum Form {
        JSON,
        FORM,
        ANY
    }

    /** What an operation takes before its schemas are compiled. */
    record Draft(boolean required, List<Kind> kinds) {
        List<String> schemas() {
            List<String> schemas = new ArrayList<>();
            for (Kind kind : kinds) {
                if (kind.schema() != null) {
                    schemas.add(kind.schema());
                }
            }
            return schemas;
        }

        BodyContent compile(JsonNode document, SchemaCompiler compiler, JsonLimits limits) throws SchemaException {
            FormReader forms = new FormReader(document);
            List<BodyContent.Kind> compiled = new ArrayList<>();
            for (Kind kind : kinds) {
                String at = kind.schema();
                BodySchema schema = at == null ? null : compiler.at(at);
                BodyCheck check = null;
                if (kind.form() == Form.JSON) {
                    check = new JsonCheck(limits, schema);
                } else if (kind.form() == Form.FORM && at != null && schema != null) {
                    check = new FormCheck(forms.members(at), schema, limits);
                }
                compiled.add(new BodyContent.Kind(kind.type(), check));
            }
            return new BodyContent(required, compiled);
        }
    }

    static Draft read(ContractTree tree, ContractTree.Place operation, List<String> unchecked) throws SchemaException {
        if (!operation.node().has("requestBody")) {
            return new Draft(false, List.of());
        }
        ContractTree.Place body = tree.follow(Pointers.child(operation.pointer(), "requestBody"));
        String pointer = Pointers.child(body.pointer(), "content");
        if (!(body.node().get("content") instanceof ObjectNode content) || content.isEmpty()) {
            throw new SchemaException(pointer, "names no media type");
        }
        List<Kind> kinds = new ArrayList<>();
        for (Map.Entry<String, JsonNode> one : content.properties()) {
            kinds.add(kind(tree, one.getKey(), Pointers.child(pointer, one.getKey()), unchecked));
        }
        return new Draft(body.node().path("required").asBoolean(), kinds);
    }

    private static Kind kind(ContractTree tree, String name, String pointer, List<String> unchecked)
            throws SchemaException {
        ContentType type = ContentType.parse(name.toLowerCase(Locale.ROOT));
        if (type == null) {
            throw new SchemaException(pointer, "is no media type");
        }
        ContractTree.Place place = tree.follow(pointer);
        JsonNode schema = place.node().get("schema");
        String at = Pointers.child(place.pointer(), "schema");
        boolean range = type.essence().endsWith("/*");
        if (unchecked.contains(type.essence())) {
            return new Kind(type.essence(), Form.ANY, null);
        }
        if (type.isJson() && !range) {
            return new Kind(type.essence(), Form.JSON, schema == null ? null : at);
        }
        if (place.node().has("encoding")) {
            throw new SchemaException(Pointers.child(place.pointer(), "encoding"), "is not supported");
        }
        if (type.isForm() && schema != null) {
            return new Kind(type.essence(), Form.FORM, at);
        }
        if (schema != null && !saysNothing(schema)) {
            throw new SchemaException(
                    at,
                    "says more of a body than can be checked of " + type.essence()
                            + "; name it in unchecked to let it pass");
        }
        return new Kind(type.essence(), Form.ANY, null);
    }

    /** Any bytes are a text: {@code type: string} with nothing but annotations, which is how OpenAPI says "raw". */
    private static boolean saysNothing(JsonNode schema) {
        if (schema.isBoolean()) {
            return schema.booleanValue();
        }
        for (var names = schema.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            boolean annotation = List.of(
                            "format",
                            "description",
                            "title",
                            "example",
                            "examples",
                            "contentMediaType",
                            "contentEncoding",
                            "default")
                    .contains(name);
            if (!annotation
                    && !(name.equals("type") && schema.get("type").asText().equals("string"))) {
                return false;
            }
        }
        return true;
    }
}
