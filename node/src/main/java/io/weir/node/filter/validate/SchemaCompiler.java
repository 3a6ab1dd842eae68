package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.KeywordType;
import com.networknt.schema.path.PathType;
import java.util.List;
import java.util.Locale;

/**
 * Compiles schemas that {@link SchemaReview} has looked over. The library validates; what it would do by regular expressions
 * of the JDK and by hash codes is done otherwise, and nothing is ever fetched. Not for a loop.
 */
final class SchemaCompiler {
    static final SchemaRegistryConfig CONFIG = SchemaRegistryConfig.builder()
            .regularExpressionFactory(SafePattern::of)
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ROOT)
            .formatAssertionsEnabled(false)
            .cacheRefs(true)
            .preloadSchema(true)
            .build();

    private static final String NAME = "urn:weir:contract";

    /** Keywords that nobody knows are no rules. */
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .keywords(List.of(
                    SameValues.uniqueItems(), SameValues.oneOf(KeywordType.CONST), SameValues.oneOf(KeywordType.ENUM)))
            .unknownKeywordFactory((keyword, context) -> null)
            .build();

    private final Schema document;

    private SchemaCompiler(Schema document) {
        this.document = document;
    }

    /** @param document a schema, or something that has schemas within; as {@link SchemaReview} leaves it */
    static SchemaCompiler of(JsonNode document) {
        SchemaRegistry registry = SchemaRegistry.withDialect(DIALECT, builder -> builder.schemaRegistryConfig(CONFIG)
                .schemaLoader(loader -> loader.block(any -> true)));
        return new SchemaCompiler(registry.getSchema(SchemaLocation.of(NAME), document));
    }

    /** The document itself. */
    BodySchema root() {
        return new BodySchema(document);
    }

    /** One within it. */
    BodySchema at(String pointer) {
        Schema inner = document.getSubSchema(SchemaLocation.Fragment.of("#" + pointer));
        inner.initializeValidators();
        return new BodySchema(inner);
    }
}
