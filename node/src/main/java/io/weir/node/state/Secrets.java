package io.weir.node.state;

import io.weir.config.model.SecretRef;
import java.io.IOException;

/** Reads what a {@link SecretRef} of the document stands for, on this node. Blocks: never on a loop. Thread-safe. */
@FunctionalInterface
public interface Secrets {
    /** Longer texts are refused: none of the kinds that a document refers to comes near. */
    int MOST_BYTES = 1024 * 1024;

    /** @throws IOException saying what is wrong, with the reference and never with the content */
    byte[] read(SecretRef ref) throws IOException;
}
