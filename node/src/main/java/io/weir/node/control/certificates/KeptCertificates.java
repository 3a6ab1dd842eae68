package io.weir.node.control.certificates;

import io.weir.node.control.replication.Reach;
import io.weir.node.control.secret.Vault;
import io.weir.node.control.secret.Vault.RecordId;
import io.weir.node.state.CertificateMaterial;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/** The certificates that the cluster itself keeps, sealed, on every node: uploaded ones and those that ACME issued. */
public final class KeptCertificates {
    private final Vault vault;
    private final InstantSource clock;

    /** Where a kept certificate came from. Each has names of its own. */
    public enum Origin {
        UPLOADED("uploaded"),
        ACME("acme");

        private final String word;
        private final String kind;

        Origin(String word) {
            this.word = word;
            this.kind = word + "-certificate";
        }

        /** As the document says it. */
        String word() {
            return word;
        }

        private RecordId id(String name) {
            return new RecordId(kind, name);
        }
    }

    public KeptCertificates(Vault vault, InstantSource clock) {
        this.vault = vault;
        this.clock = clock;
    }

    /** Whether this node has the secret that it takes to keep one. */
    public boolean isPossible() {
        return vault.isPossible();
    }

    /**
     * Keeps a certificate in place of the one of that name; it is current on all nodes within a second if the live document
     * has it. Completes when the nodes have it on disk.
     *
     * @param chain PEM, in any order
     * @param key PEM; may be the same text
     * @param ocsp DER; empty: none
     * @throws UnusableCertificate when it may not be shown to clients; nothing is kept
     * @throws IllegalStateException unless {@link #isPossible}
     */
    public CompletionStage<Reach> keep(Origin origin, String name, String chain, String key, byte[] ocsp)
            throws UnusableCertificate {
        Instant now = clock.instant();
        StoredCertificate stored = new StoredCertificate(
                chain.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8), ocsp, now);
        stored.texts().judge(name, now);
        byte[] bytes = stored.bytes();
        if (bytes.length > Vault.MOST_BYTES) {
            throw new UnusableCertificate("has more than " + Vault.MOST_BYTES + " bytes");
        }
        return vault.put(origin.id(name), bytes);
    }

    public CompletionStage<Reach> forget(Origin origin, String name) {
        return vault.remove(origin.id(name));
    }

    /** Those that this node knows, sorted. */
    public Set<String> names(Origin origin) {
        return vault.names(origin.kind);
    }

    /** Whether there is one that this node cannot open. */
    public boolean isUnreadable(Origin origin, String name) {
        return vault.isUnreadable(origin.id(name));
    }

    /** As this node has it, expired or not; empty: there is none. */
    public Optional<CertificateMaterial> get(Origin origin, String name) throws UnusableCertificate {
        Optional<StoredCertificate> stored = stored(origin, name);
        return stored.isEmpty()
                ? Optional.empty()
                : Optional.of(stored.get().texts().assemble(name, clock.instant()));
    }

    /** When it was kept; empty: there is none. */
    Optional<Instant> since(Origin origin, String name) {
        return vault.get(origin.id(name)).map(StoredCertificate::since);
    }

    Optional<StoredCertificate> stored(Origin origin, String name) throws UnusableCertificate {
        Optional<byte[]> bytes = vault.get(origin.id(name));
        return bytes.isEmpty() ? Optional.empty() : Optional.of(StoredCertificate.parse(bytes.get()));
    }

    /** Asks the other nodes first: completes when {@link #get} is up to date. */
    public CompletionStage<Boolean> refresh(Origin origin, String name) {
        return vault.fetch(origin.id(name)).thenApply(Optional::isPresent);
    }

    /** {@code listener} is told, on any thread, what was kept or forgotten. It must not block. */
    void onChange(BiConsumer<Origin, String> listener) {
        vault.onChange(id -> {
            for (Origin origin : Origin.values()) {
                if (origin.kind.equals(id.kind())) {
                    listener.accept(origin, id.name());
                }
            }
        });
    }
}
