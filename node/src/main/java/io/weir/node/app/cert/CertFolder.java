package io.weir.node.app.cert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A folder with authorities and the leaves they issued. What is there and good is kept, so that asking again changes
 * nothing: an authority for ever, a leaf until a third of its life is left.
 *
 * <p>The nodes of a cluster have an authority of their own: being a client of the gateway must not let anybody join it.
 */
public final class CertFolder {
    static final String CLIENTS_AND_SERVERS = "ca";
    static final String NODES = "cluster-ca";
    /** Each node's certificate has this name; nodes only talk to those that share a name with them. */
    static final String EVERY_NODE = "weir-node";

    private static final List<String> HERE = List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");

    private final Path folder;
    private final Instant now;

    public CertFolder(Path folder, Instant now) {
        this.folder = folder;
        this.now = now;
    }

    /** What was done for a leaf, and until when it is valid. */
    public record Leaf(Outcome outcome, Path chain, Path key, Path authority, Set<String> names, Instant until) {}

    /** What was done. */
    public enum Outcome {
        MADE,
        RENEWED,
        KEPT
    }

    /** @param hosts besides this machine's own names; names that the leaf has already stay */
    public Leaf server(List<String> hosts) throws IOException, GeneralSecurityException {
        return leaf("localhost", CLIENTS_AND_SERVERS, new Subject("localhost", names(hosts), Subject.Use.SERVER));
    }

    public Leaf client(String name) throws IOException, GeneralSecurityException {
        return leaf("client-" + name, CLIENTS_AND_SERVERS, new Subject(name, Set.of(name), Subject.Use.CLIENT));
    }

    /** @param hosts where other nodes reach it, besides this machine's own names */
    public Leaf node(String name, List<String> hosts) throws IOException, GeneralSecurityException {
        Set<String> names = names(hosts);
        names.addAll(List.of(name, EVERY_NODE));
        return leaf("node-" + name, NODES, new Subject(name, names, Subject.Use.NODE));
    }

    private static Set<String> names(List<String> hosts) {
        Set<String> names = new LinkedHashSet<>(HERE);
        for (String host : hosts) {
            names.add(Subject.canonical(host)
                    .orElseThrow(
                            () -> new IllegalArgumentException("'" + host + "' is not a host name or an address")));
        }
        return names;
    }

    private Leaf leaf(String name, String authorityName, Subject wanted) throws IOException, GeneralSecurityException {
        LocalAuthority authority = authority(authorityName);
        PemPair files = PemPair.in(folder, name);
        Optional<Credential> held = files.read().filter(credential -> authority.issued(credential.leaf()));
        Subject subject =
                held.map(credential -> wanted.withNamesOf(credential.leaf())).orElse(wanted);
        boolean keep = held.isPresent()
                && wanted.isCoveredBy(held.get().leaf())
                && isFresh(held.get().leaf());
        Credential credential = keep ? held.get() : authority.issue(subject, now);
        if (!keep) {
            files.write(credential);
        }
        Outcome outcome = keep ? Outcome.KEPT : held.isPresent() ? Outcome.RENEWED : Outcome.MADE;
        return new Leaf(
                outcome,
                files.chain(),
                files.key(),
                PemPair.in(folder, authorityName).chain(),
                subject.alternatives(),
                credential.leaf().getNotAfter().toInstant());
    }

    private boolean isFresh(X509Certificate leaf) {
        Instant end = leaf.getNotAfter().toInstant();
        Duration third = Duration.between(leaf.getNotBefore().toInstant(), end).dividedBy(3);
        return now.isBefore(end.minus(third));
    }

    private LocalAuthority authority(String name) throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        PemPair files = PemPair.in(folder, name);
        Optional<Credential> held = files.read();
        if (held.isPresent()) {
            if (held.get().leaf().getNotAfter().toInstant().isBefore(now.plus(LocalAuthority.LEAF_LIFE))) {
                throw new IOException(
                        files.chain() + " ends too soon to issue more; remove it and its key to make another");
            }
            return new LocalAuthority(held.get());
        }
        if (Files.exists(files.chain())) {
            throw new IOException(files.chain() + " is there without its key " + files.key()
                    + ": only where the key is can it issue; choose another --dir");
        }
        LocalAuthority made =
                LocalAuthority.create(name.equals(NODES) ? "Weir local cluster CA" : "Weir local CA", now);
        files.write(made.own());
        return made;
    }
}
