package io.weir.config.formation;

import io.weir.config.model.HostPort;
import io.weir.config.parse.Quantities;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code weir.admin}: where the admin API listens and how. Plaintext only where nobody else can listen in. */
final class AdminSettings {
    private static final String TLS = "weir.admin.tls";
    private static final String CLIENTS = "a name of a client certificate, or its distinguished name";

    private static final int LONGEST = 500;

    private AdminSettings() {}

    static NodeSettings.Admin read(SettingReader reader, Path dataDir, List<String> problems) {
        String host = reader.required("weir.admin.address", Quantities::host, "a host or an IP address", "");
        HostPort address = new HostPort(host, reader.integer("weir.admin.port", 0, 65_535));
        Path token = reader.value("weir.admin.token-file", Formation::path, "a file")
                .orElseGet(() -> dataDir.resolve("admin-token"));
        List<String> hosts = reader.list("weir.admin.hosts", Quantities::host, "a host that clients call it by");
        boolean allowPlaintext = reader.flag("weir.admin.allow-plaintext");
        Optional<NodeSettings.AdminTls> tls = tls(reader, problems);
        if (tls.isEmpty() && !isLoopback(host) && !allowPlaintext) {
            problems.add("weir.admin.address: is " + host + ", which others can reach, and " + TLS
                    + " is missing (expected certificate and key; weir cert local makes them to try things out; or"
                    + " weir.admin.allow-plaintext = true, with which tokens can be read on the way)");
        }
        return new NodeSettings.Admin(address, token, hosts, tls, AdminOidcSettings.read(reader, problems));
    }

    private static Optional<NodeSettings.AdminTls> tls(SettingReader reader, List<String> problems) {
        Optional<Path> certificate = reader.value(TLS + ".certificate", Formation::path, "a PEM file");
        Optional<Path> key = reader.value(TLS + ".key", Formation::path, "a PEM file");
        Optional<Path> trust = reader.value(TLS + ".trust", Formation::path, "a PEM file");
        boolean required = reader.flag(TLS + ".required");
        NodeSettings.AdminClients clients = roles(reader, TLS + ".", CLIENTS);
        if (certificate.isPresent() != key.isPresent()) {
            problems.add(TLS + ": is not complete (expected certificate and key)");
        }
        if (certificate.isEmpty() && (trust.isPresent() || required || clients.isAny())) {
            problems.add(TLS + ".certificate: is missing (what is said of clients needs certificate and key)");
        }
        if (trust.isEmpty() && (required || clients.isAny())) {
            problems.add(TLS + ".trust: is missing (expected the authorities of client certificates)");
        }
        return certificate.isPresent() && key.isPresent()
                ? Optional.of(new NodeSettings.AdminTls(certificate.get(), key.get(), trust, required, clients))
                : Optional.empty();
    }

    /** Who has which role: lists of texts under {@code prefix}. */
    static NodeSettings.AdminClients roles(SettingReader reader, String prefix, String expected) {
        return new NodeSettings.AdminClients(
                texts(reader, prefix + "viewers", expected),
                texts(reader, prefix + "operators", expected),
                texts(reader, prefix + "admins", expected));
    }

    static List<String> texts(SettingReader reader, String key, String expected) {
        List<String> texts = new ArrayList<>();
        for (String text : reader.list(key, AdminSettings::text, expected)) {
            texts.add(text);
        }
        return texts;
    }

    static Optional<String> text(String text) {
        return text.isBlank() || text.length() > LONGEST ? Optional.empty() : Optional.of(text);
    }

    /** Without asking anybody what a name means. */
    static boolean isLoopback(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.equals("localhost")
                || lower.equals("::1")
                || lower.equals("[::1]")
                || lower.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }
}
