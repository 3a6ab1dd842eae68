package io.weir.node.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

class TestCaTest {
    private static final TestCa ROOT = TestCa.root("root");

    @Test
    void whatAnIntermediateIssuesLeadsToTheRoot() throws Exception {
        TestCertificate leaf = ROOT.intermediate("middle").leaf("example.com").issue();
        assertEquals(2, leaf.chain().size());
        leaf.chain().get(0).verify(leaf.chain().get(1).getPublicKey());
        leaf.chain().get(1).verify(ROOT.certificate().getPublicKey());
    }

    @Test
    void certificatesAreAsAskedFor() throws Exception {
        X509Certificate leaf = ROOT.leaf("a.example")
                .hosts("*.b.example")
                .addresses("127.0.0.1")
                .emails("a@b.example")
                .rsa()
                .expired()
                .issue()
                .leaf();
        assertEquals("RSA", leaf.getPublicKey().getAlgorithm());
        assertEquals(4, leaf.getSubjectAlternativeNames().size());
        assertThrows(CertificateExpiredException.class, leaf::checkValidity);
    }

    @Test
    void theListNamesWhatIsRevoked() throws Exception {
        TestCertificate bad = ROOT.leaf("robot 7").client().issue();
        TestCertificate good = ROOT.leaf("robot 8").client().issue();
        X509CRL list = (X509CRL) CertificateFactory.getInstance("X.509")
                .generateCRL(new ByteArrayInputStream(ROOT.crl(bad.leaf()).getBytes(StandardCharsets.US_ASCII)));
        list.verify(ROOT.certificate().getPublicKey());
        assertTrue(list.isRevoked(bad.leaf()));
        assertFalse(list.isRevoked(good.leaf()));
    }

    @Test
    void textsAreReadByOthers() throws Exception {
        TestCertificate leaf = ROOT.intermediate("middle").leaf("example.com").issue();
        Collection<?> read = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(leaf.chainPem().getBytes(StandardCharsets.US_ASCII)));
        assertEquals(leaf.chain(), java.util.List.copyOf(read));
        assertTrue(
                leaf.keyPem().startsWith("-----BEGIN PRIVATE KEY-----"),
                leaf.keyPem().substring(0, 30));
    }

    @Test
    void contextsShakeHands() throws Exception {
        TestCertificate server = ROOT.leaf("localhost").issue();
        TestCertificate client = ROOT.leaf("robot 7").client().issue();
        try (SSLServerSocket listening = (SSLServerSocket)
                        ROOT.trusting(server).getServerSocketFactory().createServerSocket(0);
                SSLSocket socket = (SSLSocket)
                        ROOT.trusting(client).getSocketFactory().createSocket("localhost", listening.getLocalPort())) {
            listening.setNeedClientAuth(true);
            Thread talking = new Thread(() -> {
                try {
                    socket.getOutputStream().write(7);
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            talking.start();
            try (SSLSocket accepted = (SSLSocket) listening.accept()) {
                assertEquals(7, accepted.getInputStream().read());
                assertEquals(client.leaf(), accepted.getSession().getPeerCertificates()[0]);
            }
            talking.join();
        }
    }
}
