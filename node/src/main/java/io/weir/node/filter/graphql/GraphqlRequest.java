package io.weir.node.filter.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One operation that a request asks for (GraphQL over HTTP, §5).
 *
 * @param query its text; null where the request names one that is known
 * @param operationName null where the query has one operation
 * @param variables null: none
 * @param id by which a persisted query is known ({@code documentId}); null: not by one
 * @param hash of the query, SHA-256 in hex ({@code extensions.persistedQuery}); null: none is given
 */
record GraphqlRequest(
        @Nullable String query,
        @Nullable String operationName,
        @Nullable JsonNode variables,
        @Nullable String id,
        @Nullable String hash) {

    /** @param member what has the members that a request has, as an object of JSON or otherwise */
    static GraphqlRequest of(Members member) throws Refused {
        JsonNode persisted = object(member.tree("extensions"), "extensions");
        GraphqlRequest request = new GraphqlRequest(
                member.text("query"),
                member.text("operationName"),
                object(member.tree("variables"), "variables"),
                member.text("documentId"),
                persisted == null ? null : hash(persisted.get("persistedQuery")));
        if (request.query == null && request.id == null && request.hash == null) {
            throw Refused.request("There is no query");
        }
        if (request.id != null && (request.query != null || request.hash != null)) {
            throw Refused.request("documentId stands beside what takes its place");
        }
        return request;
    }

    private static @Nullable JsonNode object(@Nullable JsonNode value, String name) throws Refused {
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isObject()) {
            throw Refused.request(name + " is no object");
        }
        return value;
    }

    private static @Nullable String hash(@Nullable JsonNode persisted) throws Refused {
        if (persisted == null) {
            return null;
        }
        JsonNode hash = persisted.get("sha256Hash");
        if (hash == null || !hash.isTextual()) {
            throw Refused.request("persistedQuery has no sha256Hash");
        }
        return hash.textValue();
    }

    /** What a request consists of. */
    interface Members {
        /** Null: it is not there. */
        @Nullable
        String text(String name) throws Refused;

        /** Null: it is not there. */
        @Nullable
        JsonNode tree(String name) throws Refused;
    }

    /** Of a body. */
    record Body(ObjectNode object) implements Members {
        @Override
        public @Nullable String text(String name) throws Refused {
            JsonNode value = object.get(name);
            if (value == null || value.isNull()) {
                return null;
            }
            if (!value.isTextual()) {
                throw Refused.request(name + " is no text");
            }
            return value.textValue();
        }

        @Override
        public @Nullable JsonNode tree(String name) {
            return object.get(name);
        }
    }
}
