package io.weir.config.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.config.model.GatewayDocument;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Writes a document so that {@link DocumentReader} reads an equal one. Equal documents are written with the same bytes,
 * on every node. Stateless, thread-safe.
 */
public final class DocumentWriter {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DocumentWriter() {}

    /** The canonical form: JSON on one line, defaults left out. */
    public static String json(GatewayDocument document) {
        try {
            return JSON.writeValueAsString(DocumentShape.of(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text and numbers are always JSON", e);
        }
    }

    /** The canonical form for people. */
    public static String yaml(GatewayDocument document) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setWidth(120);
        options.setSplitLines(false);
        options.setDereferenceAliases(true);
        return new Yaml(options).dump(DocumentShape.of(document));
    }

    /** The document's identity: lower-case hex SHA-256 of {@link #json}. */
    public static String hash(GatewayDocument document) {
        return hashOf(json(document));
    }

    /** @param canonicalJson as {@link #json} made it */
    public static String hashOf(String canonicalJson) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(canonicalJson.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
