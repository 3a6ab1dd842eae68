package io.weir.node.control.access;

import io.weir.config.formation.NodeSettings;
import io.weir.node.control.certificates.PemText;
import io.weir.node.control.certificates.UnusableCertificate;
import io.weir.node.decide.certificate.KeyMatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;

/** What the admin API shows and whom it believes, as its files were at one moment. Immutable, thread-safe. */
final class AdminCredential {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final char[] NO_PASSWORD = new char[0];

    private final Texts texts;
    private final SSLContext context;
    private final List<X509Certificate> chain;
    private final boolean asksClients;

    private AdminCredential(Texts texts, SSLContext context, List<X509Certificate> chain, boolean asksClients) {
        this.texts = texts;
        this.context = context;
        this.chain = List.copyOf(chain);
        this.asksClients = asksClients;
    }

    /** What the files hold. */
    record Texts(String certificate, String key, Optional<String> trust) {
        static Texts read(NodeSettings.AdminTls settings) throws IOException {
            Optional<Path> trust = settings.trust();
            return new Texts(
                    text(settings.certificate()),
                    text(settings.key()),
                    trust.isPresent() ? Optional.of(text(trust.get())) : Optional.empty());
        }

        private static String text(Path file) throws IOException {
            if (!Files.isReadable(file)) {
                throw new IOException(file + " cannot be read: it is missing, or this process may not");
            }
            return Files.readString(file);
        }

        /** Does not show the key. */
        @Override
        public String toString() {
            return "PEM texts";
        }
    }

    /** @throws IOException saying what is unusable; never with any of its content */
    static AdminCredential of(Texts texts) throws IOException {
        try {
            List<X509Certificate> chain = certificates(texts.certificate(), "certificate");
            PemText own = PemText.read(texts.key(), "weir.admin.tls.key");
            if (own.key() == null) {
                throw new IOException("weir.admin.tls.key has no private key (expected PEM, not encrypted)");
            }
            if (!KeyMatch.isPair(own.key(), chain.get(0).getPublicKey())) {
                throw new IOException("weir.admin.tls.key is not the key of weir.admin.tls.certificate");
            }
            KeyStore keys = empty();
            keys.setKeyEntry("admin", own.key(), NO_PASSWORD, chain.toArray(new X509Certificate[0]));
            KeyManagerFactory shown = KeyManagerFactory.getInstance("PKIX");
            shown.init(keys, NO_PASSWORD);
            TrustManagerFactory believed = TrustManagerFactory.getInstance("PKIX");
            believed.init(authorities(texts.trust()));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(shown.getKeyManagers(), believed.getTrustManagers(), null);
            return new AdminCredential(texts, context, chain, texts.trust().isPresent());
        } catch (UnusableCertificate e) {
            throw new IOException(e.reason());
        } catch (GeneralSecurityException e) {
            throw new IOException("weir.admin.tls cannot be used: " + e.getMessage(), e);
        }
    }

    private static KeyStore authorities(Optional<String> trust)
            throws IOException, GeneralSecurityException, UnusableCertificate {
        KeyStore authorities = empty();
        if (trust.isPresent()) {
            for (X509Certificate authority : certificates(trust.get(), "trust")) {
                authorities.setCertificateEntry("authority-" + authorities.size(), authority);
            }
        }
        return authorities;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static List<X509Certificate> certificates(String pem, String setting)
            throws IOException, UnusableCertificate {
        List<X509Certificate> certificates =
                PemText.read(pem, "weir.admin.tls." + setting).certificates();
        if (certificates.isEmpty()) {
            throw new IOException("weir.admin.tls." + setting + " has no certificate (expected PEM)");
        }
        return certificates;
    }

    boolean isOf(Texts others) {
        return texts.equals(others);
    }

    X509Certificate leaf() {
        return chain.get(0);
    }

    /** For one connection. A client's certificate is asked for, not insisted on: probes have none. */
    SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setWantClientAuth(asksClients);
        engine.setEnabledProtocols(PROTOCOLS);
        engine.setEnabledCipherSuites(modern(engine.getSupportedCipherSuites()));
        return engine;
    }

    /** Those of TLS 1.3, and of TLS 1.2 the ones with forward secrecy and authenticated encryption. */
    private static String[] modern(String[] suites) {
        List<String> modern = new ArrayList<>();
        Arrays.stream(suites)
                .filter(suite -> suite.startsWith("TLS_AES_")
                        || suite.startsWith("TLS_CHACHA20_")
                        || suite.startsWith("TLS_ECDHE_") && (suite.contains("_GCM_") || suite.contains("_CHACHA20_")))
                .forEach(modern::add);
        return modern.toArray(new String[0]);
    }
}
