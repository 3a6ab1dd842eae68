package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.keyword.BaseKeywordValidator;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.KeywordType;
import com.networknt.schema.keyword.KeywordValidator;
import com.networknt.schema.path.NodePath;
import java.util.TreeSet;

/**
 * The keywords that ask whether values are equal, by {@link JsonOrder}. The library's own go by hash codes, which a client can
 * make collide by the thousands, and take 1 and 1.0 for different where they are within something.
 */
final class SameValues {
    private SameValues() {}

    static Keyword uniqueItems() {
        return new Named(KeywordType.UNIQUE_ITEMS, UniqueItems::new);
    }

    static Keyword oneOf(KeywordType constOrEnum) {
        return new Named(
                constOrEnum,
                (location, node, parent, context) -> new OneOf(constOrEnum, location, node, parent, context));
    }

    private interface Maker {
        KeywordValidator make(SchemaLocation location, JsonNode node, Schema parent, SchemaContext context);
    }

    private record Named(KeywordType type, Maker maker) implements Keyword {
        @Override
        public String getValue() {
            return type.getValue();
        }

        @Override
        public KeywordValidator newValidator(
                SchemaLocation location, JsonNode node, Schema parent, SchemaContext context) {
            return maker.make(location, node, parent, context);
        }
    }

    private static final class UniqueItems extends BaseKeywordValidator {
        private final boolean unique;

        UniqueItems(SchemaLocation location, JsonNode node, Schema parent, SchemaContext context) {
            super(KeywordType.UNIQUE_ITEMS, node, location, parent, context);
            unique = node.asBoolean();
        }

        @Override
        public void validate(ExecutionContext execution, JsonNode node, JsonNode root, NodePath location) {
            if (!unique || !node.isArray()) {
                return;
            }
            TreeSet<JsonNode> seen = new TreeSet<>(JsonOrder.INSTANCE);
            for (JsonNode item : node) {
                if (!seen.add(item)) {
                    execution.addError(error().instanceNode(node)
                            .instanceLocation(location)
                            .evaluationPath(execution.getEvaluationPath())
                            .build());
                    return;
                }
            }
        }
    }

    private static final class OneOf extends BaseKeywordValidator {
        private final TreeSet<JsonNode> values = new TreeSet<>(JsonOrder.INSTANCE);

        OneOf(KeywordType type, SchemaLocation location, JsonNode node, Schema parent, SchemaContext context) {
            super(type, node, location, parent, context);
            if (type == KeywordType.CONST) {
                values.add(node);
            } else {
                node.forEach(values::add);
            }
        }

        @Override
        public void validate(ExecutionContext execution, JsonNode node, JsonNode root, NodePath location) {
            if (!values.contains(node)) {
                execution.addError(error().instanceNode(node)
                        .instanceLocation(location)
                        .evaluationPath(execution.getEvaluationPath())
                        .build());
            }
        }
    }
}
