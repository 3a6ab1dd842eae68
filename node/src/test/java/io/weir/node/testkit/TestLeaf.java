package io.weir.node.testkit;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;

/** A certificate to be made: say how it is to be, then {@link #issue}. Made by {@link TestCa#leaf}. */
public final class TestLeaf {
    private final TestCa issuer;
    private X500Name subject;
    private final List<GeneralName> names = new ArrayList<>();
    private final Map<ASN1ObjectIdentifier, byte[]> further = new LinkedHashMap<>();
    private String algorithm = "EC";
    private int rsaBits = 2048;
    private KeyPurposeId purpose = KeyPurposeId.id_kp_serverAuth;
    private Instant from = Instant.now().minus(Duration.ofDays(1));
    private Instant until = Instant.now().plus(Duration.ofDays(90));

    TestLeaf(TestCa issuer, String commonName) {
        this.issuer = issuer;
        this.subject = new X500Name("CN=" + commonName);
        if (commonName.matches("(\\*\\.)?[A-Za-z0-9.-]+")) {
            names.add(new GeneralName(GeneralName.dNSName, commonName));
        }
    }

    /** More host names; {@code *.example.com} too. */
    public TestLeaf hosts(String... hosts) {
        return names(GeneralName.dNSName, hosts);
    }

    /** Addresses in figures. */
    public TestLeaf addresses(String... addresses) {
        return names(GeneralName.iPAddress, addresses);
    }

    public TestLeaf emails(String... emails) {
        return names(GeneralName.rfc822Name, emails);
    }

    public TestLeaf uris(String... uris) {
        return names(GeneralName.uniformResourceIdentifier, uris);
    }

    private TestLeaf names(int kind, String... values) {
        for (String value : values) {
            names.add(new GeneralName(kind, value));
        }
        return this;
    }

    /** With one more, whatever its content. */
    public TestLeaf extension(ASN1ObjectIdentifier id, byte[] content) {
        further.put(id, content);
        return this;
    }

    /** The whole subject, e.g. {@code O=Acme,CN=robot 7}; the names stay. */
    public TestLeaf subject(String distinguishedName) {
        subject = new X500Name(distinguishedName);
        return this;
    }

    /** No names but those given from here on. */
    public TestLeaf nameless() {
        names.clear();
        return this;
    }

    public TestLeaf rsa() {
        return rsa(2048);
    }

    public TestLeaf rsa(int bits) {
        algorithm = "RSA";
        rsaBits = bits;
        return this;
    }

    /** For a client instead of a server. */
    public TestLeaf client() {
        purpose = KeyPurposeId.id_kp_clientAuth;
        return this;
    }

    /** Out of date since yesterday. */
    public TestLeaf expired() {
        return valid(Instant.now().minus(Duration.ofDays(30)), Instant.now().minus(Duration.ofDays(1)));
    }

    public TestLeaf notYetValid() {
        return valid(Instant.now().plus(Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(30)));
    }

    public TestLeaf valid(Instant notBefore, Instant notAfter) {
        from = notBefore;
        until = notAfter;
        return this;
    }

    public TestCertificate issue() {
        KeyPair pair = TestCa.keys(algorithm, rsaBits);
        List<X509Certificate> chain = new ArrayList<>(List.of(issuer.sign(
                certificate(pair, issuer.name(), issuer.certificate().getPublicKey()))));
        chain.addAll(issuer.above());
        return new TestCertificate(chain, pair.getPrivate());
    }

    /** Signed by nobody else: the authority has nothing to do with it. */
    public TestCertificate signedByItself() {
        KeyPair pair = TestCa.keys(algorithm, rsaBits);
        X509Certificate own = TestCa.sign(certificate(pair, subject, pair.getPublic()), pair.getPrivate());
        return new TestCertificate(List.of(own), pair.getPrivate());
    }

    private JcaX509v3CertificateBuilder certificate(KeyPair pair, X500Name by, PublicKey signer) {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                by, TestCa.serial(), Date.from(from), Date.from(until), subject, pair.getPublic());
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            builder.addExtension(
                    Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(signer));
            if (!names.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
            }
            for (Map.Entry<ASN1ObjectIdentifier, byte[]> one : further.entrySet()) {
                builder.addExtension(one.getKey(), false, one.getValue());
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return builder;
    }
}
