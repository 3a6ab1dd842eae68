package io.weir.node.filter.adapt;

import io.weir.config.model.Adaptation;
import io.weir.config.model.Api;
import io.weir.config.parse.ExampleFile;
import io.weir.config.parse.Mistake;
import io.weir.node.state.DocumentFiles;
import io.weir.node.state.Stager.StagingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Proves the examples that an adaptation has in a file. */
final class ProvedFiles {
    private static final int MOST_BYTES = 4 * 1024 * 1024;

    private ProvedFiles() {}

    /** @throws StagingException when the file cannot be read, or an example does not hold */
    static void prove(Api.Version version, DocumentFiles files) {
        version.adapt()
                .ifPresent(adaptation ->
                        adaptation.exampleFile().ifPresent(reference -> prove(adaptation, reference, files)));
    }

    private static void prove(Adaptation adaptation, String reference, DocumentFiles files) {
        String text = new String(files.read(reference, MOST_BYTES), StandardCharsets.UTF_8);
        List<Mistake> mistakes = ExampleFile.prove(adaptation, text, reference);
        if (!mistakes.isEmpty()) {
            throw new StagingException(mistakes.get(0).toString());
        }
    }
}
