package io.weir.node.app.cert;

import io.weir.node.app.cert.CertFolder.Leaf;
import io.weir.node.app.cert.CertFolder.Outcome;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir cert local}: says what it made, and how to use it. */
@Command(
        name = "local",
        description = {
            "Makes a certificate authority of your own (once) and certificates that it signs, for this machine.",
            "What is there and good is kept: run it as often as you like."
        },
        mixinStandardHelpOptions = true)
final class CertLocalCommand implements Callable<Integer> {
    private static final Pattern FILE_NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9.@-]{0,62}");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Option(names = "--dir", paramLabel = "FOLDER", description = "Where they are. Default: ${DEFAULT-VALUE}")
    private Path folder = Path.of("weir-certs");

    @Option(
            names = "--host",
            paramLabel = "NAME",
            arity = "1..*",
            description = "More names or addresses for the certificate, besides localhost, 127.0.0.1 and ::1.")
    private List<String> hosts = new ArrayList<>();

    @Option(names = "--client", paramLabel = "NAME", description = "A certificate for a client too.")
    private List<String> clients = new ArrayList<>();

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "A certificate for a node, for the traffic between nodes, from an authority of its own.")
    private List<String> nodes = new ArrayList<>();

    @Override
    public Integer call() {
        clients.forEach(this::checkName);
        nodes.forEach(this::checkName);
        PrintWriter out = spec.commandLine().getOut();
        try {
            CertFolder made = new CertFolder(folder.toAbsolutePath().normalize(), Instant.now());
            make(made, out);
            out.flush();
            return 0;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        } catch (IOException | GeneralSecurityException e) {
            spec.commandLine().getErr().println("weir: " + e.getMessage());
            return 1;
        }
    }

    private void checkName(String name) {
        if (!FILE_NAME.matcher(name).matches() || Subject.canonical(name).isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "'" + name + "' is not a name of letters, digits, dots and hyphens");
        }
    }

    private void make(CertFolder made, PrintWriter out) throws IOException, GeneralSecurityException {
        Leaf server = made.server(hosts);
        say(out, server);
        List<Leaf> forClients = new ArrayList<>();
        for (String client : clients) {
            forClients.add(made.client(client));
        }
        List<Leaf> forNodes = new ArrayList<>();
        for (String node : nodes) {
            forNodes.add(made.node(node, hosts));
        }
        forClients.forEach(leaf -> say(out, leaf));
        forNodes.forEach(leaf -> say(out, leaf));
        out.print(document(server));
        forClients.forEach(leaf -> out.print(client(server, leaf)));
        forNodes.forEach(leaf -> out.print(settings(leaf)));
    }

    private static void say(PrintWriter out, Leaf leaf) {
        String done = leaf.outcome() == Outcome.KEPT ? "kept" : leaf.outcome() == Outcome.MADE ? "made" : "renewed";
        out.println(done + " " + leaf.chain() + " (until "
                + leaf.until().atZone(ZoneOffset.UTC).toLocalDate() + ") for "
                + leaf.names().stream().sorted().collect(Collectors.joining(", ")));
    }

    private static String document(Leaf leaf) {
        return """

               In the document:

                 certificates:
                   - { name: local, chain: "file:%s", key: "file:%s" }
                 listeners:
                   - { name: secure, address: "127.0.0.1:8443", tls: { certificates: [local] } }

               Clients trust it when they are told so; keep the authority's key to yourself:

                 curl --cacert %s https://localhost:8443/
               """
                .formatted(leaf.chain(), leaf.key(), leaf.authority());
    }

    private static String client(Leaf server, Leaf leaf) {
        return "  curl --cacert " + server.authority() + " --cert " + leaf.chain() + " --key " + leaf.key()
                + " https://localhost:8443/\n";
    }

    private static String settings(Leaf leaf) {
        return """

               In a node's settings:

                 weir.cluster.tls { certificate = "%s", key = "%s", trust = "%s" }
               """
                .formatted(leaf.chain(), leaf.key(), leaf.authority());
    }
}
