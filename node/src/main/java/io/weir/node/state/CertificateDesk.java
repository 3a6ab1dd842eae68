package io.weir.node.state;

import io.weir.config.model.GatewayDocument;
import io.weir.node.decide.certificate.OrderPhase;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The certificates of this node to look at, and those that the cluster keeps to change. Never shows a key. Thread-safe. */
public interface CertificateDesk {
    /** Those of the live document, then those that were uploaded and that it does not use; each by name. */
    List<Status> list();

    Optional<Status> find(String name);

    /**
     * Keeps a certificate for the name in the whole cluster, in place of the one before.
     *
     * @param chain PEM
     * @param key PEM; may be the same text
     * @param ocsp DER; empty: none
     */
    CompletionStage<Outcome> upload(String name, String chain, String key, byte[] ocsp);

    /** Forgets what was uploaded. */
    CompletionStage<Outcome> remove(String name);

    /** Orders one anew that the cluster orders, in a moment and whatever there is. */
    CompletionStage<Outcome> orderAnew(String name);

    /** What clients of a document will stumble over with the certificates as they are now, one line each. */
    List<String> warnings(GatewayDocument document);

    /**
     * A certificate, as it is on this node.
     *
     * @param source where it comes from, e.g. {@code file:certs/shop.pem} or {@code uploaded}
     * @param chain the leaf first; empty: there is none that can be used
     * @param since when it was read, uploaded or issued
     * @param stapled whether clients are sent an OCSP response
     * @param live whether the live document has it
     * @param problem what should be looked after; empty: nothing
     * @param order of one that the cluster orders itself
     */
    record Status(
            String name,
            String source,
            List<X509Certificate> chain,
            Optional<Instant> since,
            boolean stapled,
            boolean live,
            String problem,
            Optional<Order> order) {
        public Status {
            chain = List.copyOf(chain);
        }
    }

    /**
     * How the ordering of a certificate goes, as most of the nodes know it.
     *
     * @param failures attempts since the last one that was good
     * @param last when the last attempt began; empty: there was none
     * @param next when the next one is due
     * @param problem why the last one failed; empty: it did not
     */
    record Order(OrderPhase phase, int failures, Optional<Instant> last, Instant next, String problem) {}

    /** What became of a change. */
    sealed interface Outcome {
        /** @param everywhere whether every member has it on disk; the others get it when they can be reached */
        record Done(boolean everywhere) implements Outcome {}

        /** It may not be used. The reason goes on after the certificate's name. */
        record Refused(String reason) implements Outcome {}

        /** The live document does not allow it. */
        record InUse(String reason) implements Outcome {}

        record Unknown() implements Outcome {}

        /** The node has no cluster secret. */
        record NoSecret(String what) implements Outcome {}

        /** No majority of the members confirmed it; it may hold later. */
        record Unavailable(String reason) implements Outcome {}
    }
}
