package io.weir.node.control.acme;

import io.weir.config.model.Certificate;
import io.weir.config.model.Certificate.Source.Acme;
import io.weir.node.control.certificates.KeptCertificates;
import io.weir.node.control.certificates.KeptCertificates.Origin;
import io.weir.node.control.certificates.UnusableCertificate;
import io.weir.node.decide.certificate.CertificateNames;
import io.weir.node.decide.certificate.OrderCourse;
import io.weir.node.decide.certificate.OrderTerms;
import io.weir.node.decide.certificate.Validity;
import io.weir.node.state.CertificateMaterial;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt, from "is it really due" to "kept by all". Blocks: only on the thread of orders. */
final class OrderRun {
    private static final Logger LOG = LoggerFactory.getLogger(OrderRun.class);

    private final AcmeClient client;
    private final Courses courses;
    private final KeptCertificates kept;
    private final InstantSource clock;
    private final DoubleSupplier jitter;

    /** @param jitter from 0 to 1 */
    OrderRun(AcmeClient client, Courses courses, KeptCertificates kept, InstantSource clock, DoubleSupplier jitter) {
        this.client = client;
        this.courses = courses;
        this.kept = kept;
        this.clock = clock;
        this.jitter = jitter;
    }

    /** What became of it. */
    enum Outcome {
        /** Another node had done it. */
        NOT_DUE,
        /** It could not even be noted that it begins. */
        NOT_TRIED,
        ISSUED,
        FAILED
    }

    /** When it should be ordered, as this node sees it. */
    Instant due(String name, Acme terms, @Nullable CertificateMaterial held) {
        return due(courses.get(name), terms, Optional.ofNullable(held));
    }

    private static Instant due(OrderCourse course, Acme terms, Optional<CertificateMaterial> held) {
        boolean covers = held.isPresent()
                && terms.hosts().stream()
                        .allMatch(CertificateNames.of(held.get().leaf())::covers);
        return course.due(OrderTerms.of(terms), held.map(material -> Validity.of(material.chain())), covers);
    }

    /** What others may have done meanwhile counts; where most of them cannot be asked, nothing is ordered. */
    Outcome order(Certificate certificate, Acme terms) throws InterruptedException {
        String name = certificate.name();
        try {
            OrderCourse course = courses.fetch(name);
            Waiting.on(kept.refresh(Origin.ACME, name));
            if (kept.isUnreadable(Origin.ACME, name)) {
                throw new OrderFailure("what is kept of it cannot be opened with the cluster secret of this node");
            }
            if (due(course, terms, kept.get(Origin.ACME, name)).isAfter(clock.instant())) {
                return Outcome.NOT_DUE;
            }
            return attempt(name, terms, course);
        } catch (OrderFailure e) {
            LOG.warn("certificate {}: cannot be ordered now: {}", name, e.reason());
        } catch (UnusableCertificate e) {
            LOG.error("certificate {}: what is kept of it cannot be used: {}", name, e.reason());
        }
        return Outcome.NOT_TRIED;
    }

    private Outcome attempt(String name, Acme terms, OrderCourse course) throws OrderFailure, InterruptedException {
        OrderCourse begun = course.begin(OrderTerms.of(terms), clock.instant(), jitter.getAsDouble());
        courses.put(name, begun);
        try {
            return order(name, terms, begun);
        } catch (InterruptedException e) {
            LOG.info("certificate {}: its order is left to another node", name);
            courses.putSoon(name, course);
            throw e;
        }
    }

    /** Lets go of what no document has, when it is of no use any more. */
    void tidy(Set<String> declared) {
        for (String name : courses.names()) {
            if (!declared.contains(name)) {
                Optional<Validity> held = held(name);
                if (courses.get(name).isOver(held, clock.instant())) {
                    LOG.info("certificate {}: no document has it, it has ended, and it is forgotten", name);
                    kept.forget(Origin.ACME, name);
                    courses.forget(name);
                }
            }
        }
    }

    private Optional<Validity> held(String name) {
        try {
            return kept.get(Origin.ACME, name).map(material -> Validity.of(material.chain()));
        } catch (UnusableCertificate e) {
            return Optional.empty();
        }
    }

    private Outcome order(String name, Acme terms, OrderCourse begun) throws InterruptedException {
        LOG.info("certificate {}: ordering it for {} from {}", name, terms.hosts(), terms.directory());
        try {
            AcmeClient.Issued issued = client.order(terms);
            Waiting.on(kept.keep(Origin.ACME, name, issued.chain(), issued.key(), new byte[0]));
            Validity validity =
                    Validity.of(kept.get(Origin.ACME, name).orElseThrow().chain());
            courses.put(name, begun.succeeded(OrderTerms.of(terms), clock.instant(), validity));
            LOG.info(
                    "certificate {}: issued, good until {}; it is renewed from {} on",
                    name,
                    validity.until(),
                    validity.renewal());
            return Outcome.ISSUED;
        } catch (OrderFailure e) {
            return failed(name, begun.failed(clock.instant(), e.reason(), e.retryAfter(), jitter.getAsDouble()));
        } catch (UnusableCertificate e) {
            String why = "the one that the server issued cannot be used: " + e.reason();
            return failed(name, begun.failed(clock.instant(), why, Optional.empty(), jitter.getAsDouble()));
        } catch (RuntimeException e) {
            LOG.error("certificate {}: ordering it failed unexpectedly", name, e);
            String why = "an unexpected error, which is in the log of the node that ordered it";
            return failed(name, begun.failed(clock.instant(), why, Optional.empty(), jitter.getAsDouble()));
        }
    }

    private Outcome failed(String name, OrderCourse course) throws InterruptedException {
        LOG.error(
                "certificate {}: not issued: {}; what there was stays in use; attempt {}, the next one at {}",
                name,
                course.problem(),
                course.failures(),
                course.notBefore());
        try {
            courses.put(name, course);
        } catch (OrderFailure e) {
            LOG.warn("certificate {}: the failure could not be noted: {}", name, e.reason());
        }
        return Outcome.FAILED;
    }
}
