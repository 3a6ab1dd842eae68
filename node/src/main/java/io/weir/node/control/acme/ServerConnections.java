package io.weir.node.control.acme;

import io.weir.config.model.SecretRef;
import io.weir.node.control.certificates.PemText;
import io.weir.node.control.certificates.UnusableCertificate;
import io.weir.node.state.Secrets;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.shredzone.acme4j.connector.HttpConnector;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.AbstractAcmeProvider;

/** How an ACME server is reached: any server, believed if {@code trust} vouches for it. */
final class ServerConnections extends AbstractAcmeProvider {
    private final HttpClient client;

    private ServerConnections(HttpClient client) {
        this.client = client;
    }

    /**
     * @param patience for one request
     * @throws OrderFailure when {@code trust} cannot be read
     */
    static ServerConnections trusting(Optional<SecretRef> trust, Secrets secrets, Duration patience)
            throws OrderFailure {
        HttpClient.Builder builder =
                HttpClient.newBuilder().connectTimeout(patience).followRedirects(HttpClient.Redirect.NORMAL);
        if (trust.isPresent()) {
            builder.sslContext(context(trust.get(), secrets));
        }
        return new ServerConnections(new BoundedClient(builder.build(), patience));
    }

    private static SSLContext context(SecretRef trust, Secrets secrets) throws OrderFailure {
        try {
            String text = new String(secrets.read(trust), StandardCharsets.UTF_8);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (X509Certificate one : PemText.read(text, trust.toString()).certificates()) {
                store.setCertificateEntry("anchor-" + store.size(), one);
            }
            if (store.size() == 0) {
                throw new OrderFailure(trust + " has no certificate in PEM");
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (UnusableCertificate e) {
            throw new OrderFailure(e.reason());
        } catch (IOException e) {
            throw new OrderFailure("trust: " + e.getMessage());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot verify certificates", e);
        }
    }

    @Override
    protected HttpConnector createHttpConnector(NetworkSettings settings) {
        return new HttpConnector(settings) {
            @Override
            public HttpClient.Builder createClientBuilder() {
                return new OneClient(client);
            }
        };
    }

    @Override
    public boolean accepts(URI server) {
        return true;
    }

    @Override
    public URL resolve(URI server) {
        try {
            return server.toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
