package io.weir.node.filter.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.config.model.Validation.JsonLimits;
import io.weir.node.filter.validate.EncodedText;
import io.weir.node.filter.validate.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of a request that are parameters of its query (GraphQL over HTTP, §5.3.2). Each may be there once. */
final class QueryMembers implements GraphqlRequest.Members {
    static final List<String> NAMES = List.of("query", "operationName", "variables", "extensions", "documentId");

    private final Map<String, String> values = new HashMap<>();
    private final JsonLimits limits;

    /** @param raw the query of the request, without the question mark */
    QueryMembers(String raw, JsonLimits limits) throws Refused {
        this.limits = limits;
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = EncodedText.decode(equals < 0 ? pair : pair.substring(0, equals), true);
            if (name == null) {
                throw Refused.request("A parameter of the query has a broken name");
            }
            if (NAMES.contains(name)) {
                put(name, EncodedText.decode(equals < 0 ? "" : pair.substring(equals + 1), true));
            }
        }
    }

    private void put(String name, @Nullable String value) throws Refused {
        if (value == null) {
            throw Refused.request("The parameter " + name + " is not encoded as it should be");
        }
        if (values.putIfAbsent(name, value) != null) {
            throw Refused.request("The parameter " + name + " is there twice");
        }
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    @Override
    public @Nullable String text(String name) {
        String value = values.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    @Override
    public @Nullable JsonNode tree(String name) throws Refused {
        String text = text(name);
        if (text == null) {
            return null;
        }
        JsonNode tree = JsonText.read(text.getBytes(StandardCharsets.UTF_8), limits, true)
                .tree();
        if (tree == null) {
            throw Refused.request("The parameter " + name + " is no JSON");
        }
        return tree;
    }
}
