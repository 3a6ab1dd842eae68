package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.config.model.Validation;
import io.weir.config.model.Validation.JsonLimits;
import io.weir.config.parse.ContractText;
import io.weir.node.decide.validate.Utf8;
import io.weir.node.state.DocumentFiles;
import io.weir.node.state.Stager.StagingException;
import java.nio.charset.StandardCharsets;

/**
 * A contract's text, wherever it is, as a tree.
 *
 * @param label what to call it when something is wrong with it
 */
public record ContractSource(String label, ObjectNode tree) {
    private static final int MOST_BYTES = 4 * 1024 * 1024;
    private static final JsonLimits ANY =
            new JsonLimits(200, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, true);

    /**
     * Blocks: never on a loop.
     *
     * @throws StagingException with file and line where it cannot be read */
    public static ContractSource read(String policy, Validation.Source source, DocumentFiles files) {
        if (source instanceof Validation.InFile file) {
            byte[] bytes = files.read(file.reference(), MOST_BYTES);
            if (!Utf8.isValid(bytes)) {
                throw new StagingException(file.reference() + ": is not UTF-8 text");
            }
            String text = new String(bytes, StandardCharsets.UTF_8);
            return new ContractSource(file.reference(), tree(json(text, file.reference())));
        }
        return new ContractSource("policy \"" + policy + "\"", tree(((Validation.Inline) source).json()));
    }

    private static String json(String text, String name) {
        try {
            return ContractText.json(text, name);
        } catch (ContractText.NotReadable e) {
            throw new StagingException(String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode tree(String json) {
        JsonNode tree =
                JsonText.read(json.getBytes(StandardCharsets.UTF_8), ANY, true).tree();
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalStateException("what was written as a JSON object is one");
    }

    /** Why the contract cannot be used. */
    public StagingException refused(String why) {
        return new StagingException(label + why);
    }
}
