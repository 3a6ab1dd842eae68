package io.weir.node.app.cert;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * Two files: {@code NAME.pem} with a chain, {@code NAME.key} with its key (PKCS#8), which only its owner reads. Each is
 * replaced at once, never seen half written.
 */
record PemPair(Path chain, Path key) {
    private static final String OWNER_ONLY = "rw-------";
    private static final String FOR_ALL = "rw-r--r--";

    static PemPair in(Path folder, String name) {
        return new PemPair(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
    }

    /** Empty when a file is missing. */
    Optional<Credential> read() throws IOException, GeneralSecurityException {
        if (!Files.exists(chain) || !Files.exists(key)) {
            return Optional.empty();
        }
        List<X509Certificate> certificates = new ArrayList<>();
        PrivateKey secret = null;
        try (PEMParser parser =
                new PEMParser(new StringReader(Files.readString(chain) + "\n" + Files.readString(key)))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                if (part instanceof X509CertificateHolder holder) {
                    certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
                } else if (part instanceof PrivateKeyInfo info) {
                    secret = new JcaPEMKeyConverter().getPrivateKey(info);
                }
            }
        }
        if (certificates.isEmpty() || secret == null) {
            throw new IOException(chain + " and " + key + " are not a certificate and its key (PEM, PKCS#8)");
        }
        return Optional.of(new Credential(certificates, secret));
    }

    void write(Credential credential) throws IOException {
        StringWriter certificates = new StringWriter();
        try (PemWriter pem = new PemWriter(certificates)) {
            for (X509Certificate certificate : credential.chain()) {
                pem.writeObject(new PemObject("CERTIFICATE", certificate.getEncoded()));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        StringWriter secret = new StringWriter();
        try (PemWriter pem = new PemWriter(secret)) {
            pem.writeObject(new PemObject("PRIVATE KEY", credential.key().getEncoded()));
        }
        Path newKey = beside(key, secret.toString(), OWNER_ONLY);
        Path newChain = beside(chain, certificates.toString(), FOR_ALL);
        Files.move(newKey, key, StandardCopyOption.ATOMIC_MOVE);
        Files.move(newChain, chain, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Has its permissions before it has content. */
    private static Path beside(Path file, String content, String permissions) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        Files.writeString(fresh, content);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(permissions));
        return fresh;
    }
}
