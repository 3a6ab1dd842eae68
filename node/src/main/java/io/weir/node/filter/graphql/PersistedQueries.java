package io.weir.node.filter.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.config.model.GraphqlPolicy.Persisted;
import io.weir.node.filter.validate.ContractSource;
import io.weir.node.state.DocumentFiles;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The queries that a policy knows: by their ids, and by their hashes. Immutable. */
final class PersistedQueries {
    private final Map<String, String> textById = new HashMap<>();
    private final Map<String, String> textByHash = new HashMap<>();
    private final Map<String, QueryText> byText = new HashMap<>();
    private final boolean only;
    private final boolean automatic;

    private PersistedQueries(boolean only, boolean automatic) {
        this.only = only;
        this.automatic = automatic;
    }

    /** @throws io.weir.node.state.Stager.StagingException when one of them is none */
    static PersistedQueries of(String policy, Optional<Persisted> persisted, QueryReader reader, DocumentFiles files) {
        PersistedQueries queries = new PersistedQueries(
                persisted.map(Persisted::only).orElse(false),
                persisted.map(Persisted::automatic).orElse(false));
        persisted.ifPresent(some -> queries.add(ContractSource.read(policy, some.queries(), files), reader));
        return queries;
    }

    private void add(ContractSource source, QueryReader reader) {
        ObjectNode tree = source.tree();
        for (Map.Entry<String, JsonNode> entry : tree.properties()) {
            String id = entry.getKey();
            String text = entry.getValue().textValue();
            if (text == null) {
                throw source.refused(": \"" + id + "\" is not the text of a query");
            }
            try {
                byText.put(text, reader.read(text));
            } catch (Refused e) {
                String why = e.problem().title() + ": " + e.problem().detail();
                throw source.refused(": \"" + id + "\": " + why);
            }
            textById.put(id, text);
            textByHash.put(sha256(text), text);
        }
    }

    /** Whether other queries are refused. */
    boolean only() {
        return only;
    }

    /** Whether hashes that are not known are left to the backend. */
    boolean automatic() {
        return automatic;
    }

    /** What was read of the text; null when it is not one of these. */
    @Nullable
    QueryText of(String text) {
        return byText.get(text);
    }

    /** Null: there is none with that id. */
    @Nullable
    String withId(String id) {
        return textById.get(id);
    }

    /** Null: there is none with that hash. */
    @Nullable
    String withHash(String hash) {
        String named = textByHash.get(hash.toLowerCase(Locale.ROOT));
        return named != null ? named : textById.get(hash);
    }

    /** In lower-case hex. */
    static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
