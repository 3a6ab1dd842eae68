package io.weir.node.control.membership;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.weir.config.formation.NodeSettings;
import io.weir.node.control.membership.ClusterCredential.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * Mutual TLS 1.3 for the connections between nodes. Both ends verify: the chain against the authorities of
 * {@code weir.cluster.tls.trust}, and that the other's certificate shares a name with the own one, so that an authority
 * that others use too lets only nodes in.
 *
 * <p>The files are looked at again when a connection is made and some seconds have passed: whoever connects later uses
 * what they hold then. Files that cannot be used are reported and what was good before is used on.
 *
 * <p>Of the same shape as Pekko's {@code RotatingKeysSSLEngineProvider}, which takes neither EC keys nor chains with
 * intermediates nor a second authority while one is replaced. Made by Artery, by its class name. Thread-safe.
 */
public final class ClusterTls implements SSLEngineProvider {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterTls.class);
    private static final String SECTION = "pekko.remote.artery.ssl.weir";
    private static final Duration WARN_WITHIN = Duration.ofDays(7);
    private static final String[] PROTOCOLS = {"TLSv1.3"};

    private final Path certificate;
    private final Path key;
    private final Path trust;
    private final long lookAgainNanos;

    private volatile Held held;

    /** @param lookedNanos when the files were last compared with it */
    private record Held(Texts texts, ClusterCredential credential, long lookedNanos) {}

    /** Called by Artery. */
    public ClusterTls(ActorSystem system) {
        this(system.settings().config().getConfig(SECTION));
    }

    private ClusterTls(Config config) {
        certificate = Path.of(config.getString("certificate"));
        key = Path.of(config.getString("key"));
        trust = Path.of(config.getString("trust"));
        lookAgainNanos = config.getDuration("look-again").toNanos();
        try {
            held = load(Texts.read(certificate, key, trust));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static Map<String, Object> own(NodeSettings.ClusterTls settings, Duration lookAgain) {
        Map<String, Object> own = new LinkedHashMap<>();
        own.put("certificate", settings.certificate().toString());
        own.put("key", settings.key().toString());
        own.put("trust", settings.trust().toString());
        own.put("look-again", lookAgain);
        return own;
    }

    /**
     * What makes Artery speak TLS.
     *
     * @param lookAgain files are not read more often than this
     * @throws UncheckedIOException when the files cannot be used: better known before there is an actor system
     */
    static Config config(NodeSettings.ClusterTls settings, Duration lookAgain) {
        Map<String, Object> own = own(settings, lookAgain);
        ClusterTls checked = new ClusterTls(ConfigFactory.parseMap(own));
        LOG.info("the traffic between nodes is TLS, as {}", checked.held.credential.names());
        return ConfigFactory.parseMap(
                Map.of(
                        "pekko.remote.artery.transport",
                        "tls-tcp",
                        "pekko.remote.artery.ssl.ssl-engine-provider",
                        ClusterTls.class.getName(),
                        SECTION,
                        own),
                "weir cluster TLS");
    }

    /**
     * The same for connections that Artery knows nothing of.
     *
     * @throws UncheckedIOException when the files cannot be used
     */
    public static ClusterTls of(NodeSettings.ClusterTls settings) {
        return new ClusterTls(ConfigFactory.parseMap(own(settings, Duration.ZERO)));
    }

    /** What lets only nodes in, as it was when the files were last looked at. */
    public SSLContext peers() {
        return held.credential.peers();
    }

    /** Looks at the files. Blocks. */
    public void refresh() {
        current();
    }

    @Override
    public SSLEngine createServerSSLEngine(String hostname, int port) {
        SSLEngine engine = engine(hostname, port);
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(true);
        return engine;
    }

    @Override
    public SSLEngine createClientSSLEngine(String hostname, int port) {
        SSLEngine engine = engine(hostname, port);
        engine.setUseClientMode(true);
        return engine;
    }

    private SSLEngine engine(String hostname, int port) {
        SSLEngine engine = current().context().createSSLEngine(hostname, port);
        engine.setEnabledProtocols(PROTOCOLS);
        return engine;
    }

    @Override
    public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
        return verify(session);
    }

    @Override
    public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
        return verify(session);
    }

    private Option<Throwable> verify(SSLSession session) {
        try {
            Certificate[] peer = session.getPeerCertificates();
            if (peer[0] instanceof X509Certificate leaf && held.credential.sharesNameWith(leaf)) {
                return Option.empty();
            }
            return Option.apply(new SSLException("the other's certificate shares no name with this node's: "
                    + ((X509Certificate) peer[0]).getSubjectX500Principal()));
        } catch (SSLPeerUnverifiedException e) {
            return Option.apply(e);
        }
    }

    private ClusterCredential current() {
        Held now = held;
        if (System.nanoTime() - now.lookedNanos < lookAgainNanos) {
            return now.credential;
        }
        // Several connections may come here at once and read the same; the last one is kept.
        held = lookAgain(now);
        return held.credential;
    }

    private Held lookAgain(Held before) {
        Held unchanged = new Held(before.texts, before.credential, System.nanoTime());
        try {
            Texts texts = Texts.read(certificate, key, trust);
            if (texts.equals(before.texts)) {
                return unchanged;
            }
            Held after = load(texts);
            LOG.info("the certificate for the traffic between nodes has changed; new connections use it");
            return after;
        } catch (IOException e) {
            LOG.warn("the certificate for the traffic between nodes stays as it was: {}", e.getMessage());
            return unchanged;
        }
    }

    private static Held load(Texts texts) throws IOException {
        ClusterCredential credential = ClusterCredential.of(texts);
        Instant end = credential.chain().get(0).getNotAfter().toInstant();
        if (end.isBefore(Instant.now().plus(WARN_WITHIN))) {
            LOG.warn("the certificate for the traffic between nodes ends at {}: replace its file", end);
        }
        return new Held(texts, credential, System.nanoTime());
    }
}
