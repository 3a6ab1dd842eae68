package io.weir.config.formation;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code weir.cluster.tls}: all of it or nothing, and nothing only where nobody else listens. */
final class ClusterTlsSettings {
    private static final String KEY = "weir.cluster.tls";

    private ClusterTlsSettings() {}

    static Optional<NodeSettings.ClusterTls> read(SettingReader reader, Profile profile, List<String> problems) {
        Optional<Path> certificate = file(reader, "certificate");
        Optional<Path> key = file(reader, "key");
        Optional<Path> trust = file(reader, "trust");
        boolean allowPlaintext = reader.flag(KEY + ".allow-plaintext");
        if (certificate.isPresent() && key.isPresent() && trust.isPresent()) {
            return Optional.of(new NodeSettings.ClusterTls(certificate.get(), key.get(), trust.get()));
        }
        if (certificate.isPresent() || key.isPresent() || trust.isPresent()) {
            problems.add(KEY + ": is not complete (expected certificate, key and trust)");
        } else if (profile != Profile.LOCAL && !allowPlaintext) {
            problems.add(KEY + ": is missing (the profile "
                    + profile.name().toLowerCase(Locale.ROOT)
                    + " expects certificate, key and trust; weir cert local --node NAME makes them to try things out,"
                    + " and " + KEY + ".allow-plaintext = true does without, in a network that nobody else can reach)");
        }
        return Optional.empty();
    }

    private static Optional<Path> file(SettingReader reader, String name) {
        return reader.value(KEY + "." + name, Formation::path, "a PEM file");
    }
}
