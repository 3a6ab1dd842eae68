package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

/** What JSON Schema 2020-12 says of schemas themselves: loaded when the first one is compiled, from the library. */
final class MetaSchema {
    private static final String ID = "https://json-schema.org/draft/2020-12/schema";
    private static final long STEPS = 50_000_000;

    private MetaSchema() {}

    private static final class Loaded {
        static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        builder -> builder.schemaRegistryConfig(SchemaCompiler.CONFIG))
                .getSchema(SchemaLocation.of(ID));
    }

    static boolean isDialect(String id) {
        return id.equals(ID) || id.equals(ID + "#");
    }

    /** @throws SchemaException at the first place that is no schema */
    static void check(JsonNode schema, String pointer) throws SchemaException {
        Steps steps = new Steps(STEPS, 1);
        boolean ended = steps.take(() -> Loaded.SCHEMA.validate(steps, schema));
        if (!ended) {
            throw new SchemaException(pointer, "is too large to be looked over");
        }
        for (Error error : steps.found()) {
            String at = error.getInstanceLocation().toString();
            throw new SchemaException(
                    pointer + at,
                    "is no JSON Schema 2020-12: " + SchemaFaults.of(error).detail());
        }
    }
}
