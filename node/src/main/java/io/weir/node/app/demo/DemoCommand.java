package io.weir.node.app.demo;

import io.weir.node.app.cert.CertFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir demo}: starts everything, tells what to try, and stops everything. */
@Command(
        name = "demo",
        description = "A whole cluster on this machine, with backends to play with. Ctrl-C stops all of it.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final int TOKEN_BYTES = 24;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Option(names = "--nodes", paramLabel = "N", description = "How many nodes, 1 to 9. Default: ${DEFAULT-VALUE}")
    private int nodes = 3;

    @Option(
            names = "--base-port",
            paramLabel = "P",
            description = "Node 1's data port; all others follow from it. Default: ${DEFAULT-VALUE}")
    private int basePort = DemoPlan.DEFAULT_BASE_PORT;

    @Option(names = "--keep", description = "Keep the demo's folder (data, logs, document) when it ends.")
    private boolean keep;

    @Override
    public Integer call() throws Exception {
        DemoPlan plan = plan();
        Optional<String> conflict = plan.conflict();
        if (conflict.isPresent()) {
            System.err.println("weir: " + conflict.get() + "; choose other ports with --base-port");
            return 1;
        }
        Path home = Path.of(System.getProperty("weir.home", "."));
        Path folder = Files.createTempDirectory("weir-demo-");
        try (DemoRun run = new DemoRun(plan, new Child.Nursery(home, folder, keep))) {
            Files.writeString(
                    folder.resolve("weir.yaml"), plan.document(Files.readString(home.resolve("examples/weir.yaml"))));
            new CertFolder(folder.resolve("certs"), Instant.now()).server(List.of());
            // Runs on Ctrl-C, on SIGTERM and at the normal end alike; closing twice does nothing.
            Runtime.getRuntime().addShutdownHook(new Thread(run::close, "demo-end"));
            return run.untilEnded(token(folder.resolve("admin-token"))) ? 0 : 1;
        }
    }

    private DemoPlan plan() {
        try {
            return new DemoPlan(nodes, basePort);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static String token(Path file) throws IOException {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        String token = HexFormat.of().formatHex(bytes);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, token + "\n");
        return token;
    }
}
