package io.weir.config.formation;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.weir.config.model.HostPort;
import io.weir.config.parse.Quantities;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads a node's settings. Open {@code defaults.conf} beside this class for what there is to set. */
public final class Formation {
    private static final String HOST = "a host or an IP address that the other nodes can reach";

    private final List<String> problems = new ArrayList<>();

    private Formation() {}

    /** @throws SettingsException naming every problem at once */
    public static NodeSettings read(Sources sources) throws SettingsException {
        return new Formation().settings(sources);
    }

    private NodeSettings settings(Sources sources) throws SettingsException {
        Config said = new Layers(problems).said(sources);
        Config defaults = Layers.resource("defaults.conf");
        Profile profile =
                new SettingReader(said.withFallback(defaults), problems).constant("weir.profile", Profile.values());
        SettingReader reader = new SettingReader(Layers.complete(said, profile), problems);

        int offset = reader.integer("weir.node.port-offset", 0, 60_000);
        String name = reader.value("weir.node.name", Quantities::name, "a name of letters, digits, '.', '_' or '-'")
                .orElseGet(() -> defaultName(sources.hostName(), offset));
        Path dataDir = reader.value("weir.node.data-dir", Formation::path, "a directory")
                .orElseGet(() -> Path.of("weir-data", name));
        NodeSettings settings = new NodeSettings(
                profile,
                reader.constant("weir.transport", Transport.values()),
                name,
                dataDir,
                offset,
                reader.value("weir.node.document", Formation::path, "a file"),
                AdminSettings.read(reader, dataDir, problems),
                cluster(reader, profile),
                accessLog(reader),
                reader.duration("weir.shutdown.grace"),
                said.hasPath("pekko") ? said.withOnlyPath("pekko") : ConfigFactory.empty());
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return settings;
    }

    /** The same after a restart, different for several nodes on one machine. */
    private static String defaultName(String hostName, int offset) {
        String host = hostName.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[^A-Za-z0-9]+", "");
        String base = host.isEmpty() ? "node" : host.substring(0, Math.min(80, host.length()));
        return offset == 0 ? base : base + "-" + offset;
    }

    private NodeSettings.Cluster cluster(SettingReader reader, Profile profile) {
        String host = reader.required("weir.cluster.address", Formation::reachable, HOST, "");
        int port = reader.integer("weir.cluster.port", profile == Profile.LOCAL ? 0 : 1, 65_535);
        List<HostPort> seeds = reader.list("weir.cluster.seeds", Formation::seed, "host:port of a member");
        Optional<String> service =
                reader.value("weir.cluster.discovery.service", Quantities::host, "a DNS name such as weir.default.svc");
        Duration formAfter = reader.duration("weir.cluster.discovery.form-after");
        if (profile == Profile.STATIC && seeds.isEmpty()) {
            problems.add("weir.cluster.seeds: is missing (the profile static expects host:port of some members)");
        }
        if (profile == Profile.KUBERNETES && service.isEmpty()) {
            problems.add("weir.cluster.discovery.service: is missing (the profile kubernetes expects the DNS name"
                    + " of a headless service)");
        }
        return new NodeSettings.Cluster(
                new HostPort(host, port),
                seeds,
                service,
                formAfter,
                ClusterTlsSettings.read(reader, profile, problems),
                reader.value("weir.cluster.secret-file", Formation::path, "a file"),
                reader.integer("weir.cluster.peer-port", 0, 65_535));
    }

    private static Optional<String> reachable(String text) {
        return Quantities.host(text).filter(host -> !host.equals("0.0.0.0") && !host.equals("::"));
    }

    private static Optional<HostPort> seed(String text) {
        return Quantities.hostPort(text).filter(address -> address.port() > 0);
    }

    private static NodeSettings.AccessLog accessLog(SettingReader reader) {
        NodeSettings.Target to = reader.required(
                "weir.access-log.to", Formation::target, "off, stdout or a file", new NodeSettings.Target.Off());
        return new NodeSettings.AccessLog(
                to, reader.bytes("weir.access-log.rotate"), reader.integer("weir.access-log.keep", 0, 1000));
    }

    private static Optional<NodeSettings.Target> target(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "off", "false" -> Optional.of(new NodeSettings.Target.Off());
            case "stdout" -> Optional.of(new NodeSettings.Target.Stdout());
            default -> path(text).map(NodeSettings.Target.File::new);
        };
    }

    static Optional<Path> path(String text) {
        try {
            return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (java.nio.file.InvalidPathException e) {
            return Optional.empty();
        }
    }
}
