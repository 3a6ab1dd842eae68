package io.weir.node.app;

import io.weir.config.parse.Check;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code weir check FILE}. */
@Command(
        name = "check",
        description = "Says what is wrong with a gateway document: every mistake at once, one line each.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The document, YAML or JSON.")
    private Path file = Path.of("weir.yaml");

    @Override
    public Integer call() {
        return Check.run(file, System.out);
    }
}
