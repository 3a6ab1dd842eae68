package io.weir.node.control.acme;

import io.weir.config.model.Certificate.ExternalAccount;
import io.weir.config.model.Certificate.Source.Acme;
import io.weir.node.control.secret.Vault;
import io.weir.node.control.secret.Vault.RecordId;
import io.weir.node.decide.certificate.OrderTerms;
import io.weir.node.state.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Optional;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cluster's accounts with ACME servers: made when they are first needed, then kept. Blocks. */
final class Accounts {
    private static final String KIND = "acme-account";
    private static final String UNKNOWN = "urn:ietf:params:acme:error:accountDoesNotExist";
    private static final Logger LOG = LoggerFactory.getLogger(Accounts.class);

    private final Vault vault;
    private final Secrets secrets;

    Accounts(Vault vault, Secrets secrets) {
        this.vault = vault;
        this.secrets = secrets;
    }

    private static RecordId id(Acme terms) {
        return new RecordId(KIND, OrderTerms.account(terms));
    }

    /** With the account that there is, or else with a new one. */
    Login login(Session session, Acme terms) throws AcmeException, OrderFailure, InterruptedException {
        Optional<byte[]> kept = Waiting.on(vault.fetch(id(terms)));
        if (kept.isEmpty() && vault.isUnreadable(id(terms))) {
            throw new OrderFailure("its account cannot be opened with the cluster secret of this node");
        }
        if (kept.isPresent()) {
            AccountRecord account = AccountRecord.parse(kept.get());
            return session.login(account.location(), account.keys());
        }
        return create(session, terms, Keys.ec());
    }

    /** The server does not know it any more: it gets a new one with the same key. */
    Login renew(Login lost, Acme terms) throws AcmeException, OrderFailure, InterruptedException {
        LOG.warn("{} does not know {} any more; a new account is made", terms.directory(), lost.getAccountLocation());
        return create(lost.getSession(), terms, lost.getKeyPair());
    }

    private Login create(Session session, Acme terms, KeyPair keys)
            throws AcmeException, OrderFailure, InterruptedException {
        AccountBuilder builder = new AccountBuilder().useKeyPair(keys).agreeToTermsOfService();
        terms.contact().ifPresent(builder::addContact);
        if (terms.account().isPresent()) {
            ExternalAccount bound = terms.account().get();
            bind(builder, bound);
        }
        String agreed =
                session.getMetadata().getTermsOfService().map(Object::toString).orElse("(it names none)");
        Login login = builder.createLogin(session);
        Waiting.on(vault.put(id(terms), new AccountRecord(keys, login.getAccountLocation()).bytes()));
        LOG.info("account {} was made, and agrees to {}", login.getAccountLocation(), agreed);
        return login;
    }

    private void bind(AccountBuilder builder, ExternalAccount bound) throws OrderFailure {
        try {
            String secret = new String(secrets.read(bound.secret()), StandardCharsets.UTF_8);
            builder.withKeyIdentifier(bound.keyId(), secret.strip());
        } catch (IOException e) {
            throw new OrderFailure("external-account: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new OrderFailure("external-account: " + bound.secret() + " is no key in base64url");
        }
    }

    /** Whether the server says that the account is none, as one that has lost its memory does. */
    static boolean isUnknown(AcmeServerException refused) {
        return UNKNOWN.equals(refused.getType().toString());
    }
}
