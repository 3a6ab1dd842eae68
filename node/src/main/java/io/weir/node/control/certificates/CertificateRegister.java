package io.weir.node.control.certificates;

import io.weir.config.model.Certificate;
import io.weir.config.model.GatewayDocument;
import io.weir.node.control.certificates.KeptCertificates.Origin;
import io.weir.node.control.replication.NotReplicated;
import io.weir.node.control.replication.Reach;
import io.weir.node.decide.certificate.CertificateNames;
import io.weir.node.decide.certificate.Coverage;
import io.weir.node.decide.certificate.Provability;
import io.weir.node.state.CertificateDesk;
import io.weir.node.state.CertificateMaterial;
import io.weir.node.state.Sealing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the admin API sees and changes of certificates. */
public final class CertificateRegister implements CertificateDesk {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateRegister.class);

    private final NodeCertificates certificates;
    private final KeptCertificates kept;
    private final Orders orders;
    private final Executor blocking;

    /** @param blocking where certificates are judged, which takes milliseconds */
    public CertificateRegister(NodeCertificates certificates, KeptCertificates kept, Orders orders, Executor blocking) {
        this.certificates = certificates;
        this.orders = orders;
        this.kept = kept;
        this.blocking = blocking;
    }

    @Override
    public List<Status> list() {
        List<Status> all = new ArrayList<>();
        certificates.live().stream()
                .sorted(Comparator.comparing(held -> held.declared().name()))
                .forEach(held -> all.add(status(held)));
        kept.names(Origin.UPLOADED).stream()
                .filter(name -> declared(name).isEmpty())
                .forEach(name -> all.add(unused(name)));
        return all;
    }

    @Override
    public Optional<Status> find(String name) {
        return list().stream().filter(status -> status.name().equals(name)).findFirst();
    }

    private Status status(Held held) {
        Optional<CertificateMaterial> material = held.material();
        return new Status(
                held.declared().name(),
                word(held.declared().source()),
                material.map(CertificateMaterial::chain).orElse(List.of()),
                material.map(found -> held.since()),
                material.filter(found -> found.ocsp().length > 0).isPresent(),
                true,
                held.problem(),
                orders.of(held.declared(), material));
    }

    private static String word(Certificate.Source source) {
        return source instanceof Certificate.Source.Pem pem
                ? pem.chain().toString()
                : CertificateSources.origin(source).map(Origin::word).orElse("");
    }

    private Status unused(String name) {
        String word = Origin.UPLOADED.word();
        try {
            Optional<StoredCertificate> stored = kept.stored(Origin.UPLOADED, name);
            Optional<CertificateMaterial> material = kept.get(Origin.UPLOADED, name);
            String problem = material.isEmpty() ? "it cannot be opened with the cluster secret of this node" : "";
            return new Status(
                    name,
                    word,
                    material.map(CertificateMaterial::chain).orElse(List.of()),
                    stored.map(StoredCertificate::since),
                    false,
                    false,
                    problem,
                    Optional.empty());
        } catch (UnusableCertificate e) {
            return new Status(name, word, List.of(), Optional.empty(), false, false, e.reason(), Optional.empty());
        }
    }

    private Optional<Certificate> declared(String name) {
        return certificates.live().stream()
                .map(Held::declared)
                .filter(one -> one.name().equals(name))
                .findFirst();
    }

    @Override
    public CompletionStage<Outcome> upload(String name, String chain, String key, byte[] ocsp) {
        if (!kept.isPossible()) {
            return done(new Outcome.NoSecret(Sealing.HOW));
        }
        Optional<Certificate> other =
                declared(name).filter(one -> !(one.source() instanceof Certificate.Source.Uploaded));
        if (other.isPresent()) {
            return done(new Outcome.InUse("certificate " + name + " of the live document is from "
                    + word(other.get().source()) + ", not uploaded"));
        }
        return CompletableFuture.supplyAsync(() -> keep(name, chain, key, ocsp), blocking)
                .thenCompose(keeping -> keeping);
    }

    private CompletionStage<Outcome> keep(String name, String chain, String key, byte[] ocsp) {
        try {
            return kept.keep(Origin.UPLOADED, name, chain, key, ocsp).handle((reach, failure) -> {
                if (reach != null) {
                    LOG.info("certificate {}: uploaded", name);
                }
                return outcome(reach, failure);
            });
        } catch (UnusableCertificate e) {
            return done(new Outcome.Refused(e.reason()));
        } catch (IllegalArgumentException e) {
            return done(new Outcome.Refused(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public CompletionStage<Outcome> remove(String name) {
        if (declared(name)
                .filter(one -> one.source() instanceof Certificate.Source.Uploaded)
                .isPresent()) {
            return done(new Outcome.InUse("certificate " + name + " is one of the live document"));
        }
        if (!kept.names(Origin.UPLOADED).contains(name)) {
            return done(new Outcome.Unknown());
        }
        LOG.info("certificate {}: removed", name);
        return kept.forget(Origin.UPLOADED, name).handle(CertificateRegister::outcome);
    }

    @Override
    public CompletionStage<Outcome> orderAnew(String name) {
        Optional<Certificate> declared = declared(name);
        if (declared.isEmpty()) {
            return done(new Outcome.Unknown());
        }
        if (!(declared.get().source() instanceof Certificate.Source.Acme)) {
            return done(new Outcome.InUse("certificate " + name + " of the live document is from "
                    + word(declared.get().source()) + ", not ordered"));
        }
        LOG.info("certificate {}: it is wanted anew", name);
        return orders.anew(name).handle(CertificateRegister::outcome);
    }

    private static CompletionStage<Outcome> done(Outcome outcome) {
        return CompletableFuture.completedFuture(outcome);
    }

    private static Outcome outcome(@Nullable Reach reach, @Nullable Throwable failure) {
        if (reach != null) {
            return new Outcome.Done(reach == Reach.EVERY_NODE);
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof NotReplicated) {
            return new Outcome.Unavailable(
                    "No majority of the members confirmed it in time; those that got it may have it in use.");
        }
        throw new CompletionException(cause);
    }

    @Override
    public List<String> warnings(GatewayDocument document) {
        Map<String, CertificateNames> names = new HashMap<>();
        for (Certificate one : document.certificates()) {
            CertificateMaterial material = certificates.current(one.name());
            if (one.source() instanceof Certificate.Source.Acme acme) {
                names.put(one.name(), new CertificateNames(Set.copyOf(acme.hosts()), Set.of()));
            } else if (material != null) {
                names.put(one.name(), CertificateNames.of(material.leaf()));
            }
        }
        List<String> lines = new ArrayList<>(Coverage.uncovered(document, names));
        lines.addAll(Provability.doubts(document));
        return lines;
    }
}
