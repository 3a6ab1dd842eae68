package io.weir.node.control.acme;

import io.weir.config.model.Certificate.Source.Acme;
import io.weir.node.control.certificates.Challenges;
import io.weir.node.decide.certificate.CertificateNames;
import io.weir.node.state.Secrets;
import java.io.IOException;
import java.io.StringWriter;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Certificate;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeLazyLoadingException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets one certificate from its server, from the first question to the last. Blocks, for minutes if it must. */
final class AcmeClient {
    private static final Logger LOG = LoggerFactory.getLogger(AcmeClient.class);

    private static final int SHARE_OF_A_HOST = 12;
    private static final Set<Status> JUDGED =
            EnumSet.of(Status.VALID, Status.INVALID, Status.DEACTIVATED, Status.EXPIRED, Status.REVOKED);
    private static final Set<Status> READY = EnumSet.of(Status.READY, Status.VALID, Status.INVALID);
    private static final Set<Status> COMPLETE = EnumSet.of(Status.VALID, Status.INVALID);

    private final Accounts accounts;
    private final Challenges challenges;
    private final Secrets secrets;
    private final Bounds bounds;

    AcmeClient(Accounts accounts, Challenges challenges, Secrets secrets, Bounds bounds) {
        this.accounts = accounts;
        this.challenges = challenges;
        this.secrets = secrets;
        this.bounds = bounds;
    }

    /**
     * How long it may take.
     *
     * @param order until the last thing of an order is asked; a twelfth more for each host
     * @param request until its answer is complete
     */
    record Bounds(Duration order, Duration request) {
        /** For servers that are slow. */
        static final Bounds USUAL = new Bounds(Duration.ofMinutes(2), Duration.ofSeconds(15));
    }

    /** A chain and its key, in PEM. */
    record Issued(String chain, String key) {
        @Override
        public String toString() {
            return "an issued certificate";
        }
    }

    Issued order(Acme terms) throws OrderFailure, InterruptedException {
        Duration time = bounds.order()
                .plus(bounds.order()
                        .dividedBy(SHARE_OF_A_HOST)
                        .multipliedBy(terms.hosts().size()));
        return order(terms, Instant.now().plus(time));
    }

    private Issued order(Acme terms, Instant bound) throws OrderFailure, InterruptedException {
        try {
            Session session = new Session(
                    terms.directory(), ServerConnections.trusting(terms.trust(), secrets, bounds.request()));
            Order order = newOrder(session, terms);
            for (Authorization authorization : order.getAuthorizations()) {
                prove(authorization, terms, bound);
            }
            require(Polling.until(order, READY, bound), order);
            KeyPair keys = Keys.of(terms.key());
            if (order.getStatus() == Status.READY) {
                order.execute(keys);
            }
            require(Polling.until(order, COMPLETE, bound), order);
            return issued(order.getCertificate(), keys, terms);
        } catch (AcmeException | AcmeProtocolException | AcmeLazyLoadingException e) {
            throw failure(e);
        } catch (RuntimeException e) {
            // The library has many for answers that it does not expect.
            LOG.warn("what {} answers was not understood", terms.directory(), e);
            throw OrderFailure.nonsense(e);
        }
    }

    private static OrderFailure failure(Exception e) throws InterruptedException {
        if (isInterrupted(e)) {
            throw new InterruptedException();
        }
        return e instanceof AcmeException known ? OrderFailure.of(known) : OrderFailure.nonsense(e);
    }

    /** The library hides it. */
    private static boolean isInterrupted(Throwable e) {
        Throwable cause = e.getCause();
        return cause != null && (cause instanceof InterruptedException || isInterrupted(cause));
    }

    private Order newOrder(Session session, Acme terms) throws AcmeException, OrderFailure, InterruptedException {
        Login login = accounts.login(session, terms);
        try {
            return login.newOrder().domains(terms.hosts()).create();
        } catch (AcmeServerException e) {
            if (!Accounts.isUnknown(e)) {
                throw e;
            }
            return accounts.renew(login, terms)
                    .newOrder()
                    .domains(terms.hosts())
                    .create();
        }
    }

    private void prove(Authorization authorization, Acme terms, Instant bound)
            throws AcmeException, OrderFailure, InterruptedException {
        String host = authorization.getIdentifier().getValue();
        if (authorization.getStatus() == Status.VALID) {
            return;
        }
        try (Proof proof = Proof.open(terms.challenge(), authorization, challenges)) {
            Challenge challenge = proof.challenge();
            challenge.trigger();
            Status end = Polling.until(authorization, JUDGED, bound);
            if (end != Status.VALID) {
                challenge.fetch();
                String why = challenge.getError().map(OrderFailure::text).orElse("it says no more");
                throw new OrderFailure("the server does not see that " + host + " leads here ("
                        + terms.challenge().word() + ", " + end.name().toLowerCase(java.util.Locale.ROOT) + "): "
                        + why);
            }
        }
    }

    private static void require(Status status, Order order) throws OrderFailure {
        if (status == Status.INVALID) {
            throw new OrderFailure("the server refuses the order: "
                    + order.getError().map(OrderFailure::text).orElse("it says no more"));
        }
        if (status != Status.READY && status != Status.VALID) {
            throw new OrderFailure("the server takes too long: the order is still " + status);
        }
    }

    private static Issued issued(Certificate certificate, KeyPair keys, Acme terms) throws AcmeException, OrderFailure {
        certificate.download();
        CertificateNames names = CertificateNames.of(certificate.getCertificate());
        for (String host : terms.hosts()) {
            if (!names.covers(host)) {
                throw new OrderFailure("the server issued one that does not cover " + host);
            }
        }
        StringWriter chain = new StringWriter();
        try {
            certificate.writeCertificate(chain);
        } catch (IOException e) {
            throw new IllegalStateException("a text can be written", e);
        }
        return new Issued(chain.toString(), Keys.pem(keys.getPrivate()));
    }
}
