package io.weir.node.testkit;

import io.weir.node.dataplane.tls.TlsEngine;
import io.weir.node.dataplane.tls.TlsPorts;
import io.weir.node.state.CertificateMaterial;
import io.weir.node.state.Certificates;
import io.weir.node.state.TicketKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Certificates that a test gives and replaces. Thread-safe. */
public final class TestCertificates implements Certificates {
    private final Map<String, CertificateMaterial> current = new ConcurrentHashMap<>();
    private final Map<String, CertificateMaterial> challenges = new ConcurrentHashMap<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /** A new one, or another in its place. */
    public TestCertificates put(String name, TestCertificate certificate) {
        return put(certificate.material(name));
    }

    public TestCertificates put(CertificateMaterial material) {
        current.put(material.name(), material);
        listeners.forEach(listener -> listener.accept(material.name()));
        return this;
    }

    /** What is shown for {@code host} over {@code acme-tls/1}. */
    public TestCertificates challenge(String host, TestCertificate certificate) {
        challenges.put(host, certificate.material("challenge"));
        return this;
    }

    /** What {@code /.well-known/acme-challenge/TOKEN} answers. */
    public TestCertificates answer(String token, String answer) {
        answers.put(token, answer);
        return this;
    }

    @Override
    public @Nullable CertificateMaterial current(String name) {
        return current.get(name);
    }

    @Override
    public void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    @Override
    public @Nullable String httpChallenge(String token) {
        return answers.get(token);
    }

    @Override
    public @Nullable CertificateMaterial tlsChallenge(String host) {
        return challenges.get(host);
    }

    /** With these certificates; files by absolute paths. */
    public TlsPorts ports() {
        return ports(TlsEngine.best(), TicketKeys.OWN);
    }

    public TlsPorts ports(TlsEngine engine, TicketKeys tickets) {
        return new TlsPorts(engine, this, tickets, ref -> Files.readAllBytes(Path.of(ref.name())));
    }
}
