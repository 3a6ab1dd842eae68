package io.weir.node.app;

import io.weir.config.formation.Formation;
import io.weir.config.formation.NodeSettings;
import io.weir.config.formation.SettingsException;
import io.weir.config.formation.Sources;
import io.weir.config.model.GatewayDocument;
import io.weir.config.parse.Check;
import io.weir.config.parse.DocumentReader;
import io.weir.config.parse.ParseResult;
import io.weir.node.telemetry.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weir node}. */
@Command(name = "node", description = "Runs one node of the gateway.", mixinStandardHelpOptions = true)
final class NodeCommand implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int CALLED_WRONGLY = 2;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Node settings (HOCON). Environment and --set are stronger.")
    private @Nullable Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting, e.g. weir.node.name=gateway-1.")
    private List<String> sets = new ArrayList<>();

    @Option(names = "--log", paramLabel = "FORM", description = "text (default) or json.")
    private Logging.Form log = Logging.Form.TEXT;

    /** Comes back when the node has failed to start or has ended. */
    @Override
    public Integer call() {
        Logging.use(log);
        try {
            NodeSettings settings = Formation.read(Sources.ofProcess(Optional.ofNullable(config), sets));
            Optional<GatewayDocument> document = settings.document().map(NodeCommand::document);
            return new WeirNode(settings, document).run();
        } catch (SettingsException e) {
            e.problems().forEach(System.err::println);
            return CALLED_WRONGLY;
        } catch (UnusableDocument e) {
            e.lines.forEach(System.err::println);
            return CALLED_WRONGLY;
        } catch (IOException | RuntimeException e) {
            System.err.println("weir: the node cannot start: " + reason(e));
            return FAILED;
        }
    }

    private static GatewayDocument document(Path file) {
        try {
            ParseResult result = DocumentReader.read(Files.readString(file), file.toString());
            return result.document().orElseThrow(() -> new UnusableDocument(Check.lines(result, file.toString())));
        } catch (IOException e) {
            throw new UnusableDocument(List.of("weir.node.document: " + file + " cannot be read: " + e));
        }
    }

    /** What was thrown, without the wrapping that waiting for it adds. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** The document of the settings is wrong, or not there. */
    private static final class UnusableDocument extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient List<String> lines;

        UnusableDocument(List<String> lines) {
            super(String.join("\n", lines));
            this.lines = List.copyOf(lines);
        }
    }
}
