package io.weir.node.app.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.node.app.cert.CertFolder.Leaf;
import io.weir.node.app.cert.CertFolder.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertFolderTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String SERVER = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT = "1.3.6.1.5.5.7.3.2";

    @TempDir
    private Path folder;

    @Test
    void aServersLeafVerifiesAgainstTheAuthorityAndNamesThisMachine() throws Exception {
        Leaf leaf = at(NOW).server(List.of("Shop.Test", "10.0.0.7"));
        X509Certificate certificate = read(leaf.chain());
        verify(certificate, leaf.authority(), NOW);
        assertThat(leaf.outcome()).isEqualTo(Outcome.MADE);
        assertThat(certificate.getSubjectAlternativeNames().stream()
                        .map(name -> name.get(1))
                        .toList())
                .isEqualTo(List.of("0:0:0:0:0:0:0:1", "10.0.0.7", "127.0.0.1", "localhost", "shop.test"));
        assertThat(certificate.getExtendedKeyUsage()).containsExactly(SERVER);
        assertThat(certificate.getBasicConstraints()).as("it issues nothing").isEqualTo(-1);
        assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
    }

    @Test
    void aClientsLeafIsForClientsOnlyAndFromTheSameAuthority() throws Exception {
        Leaf server = at(NOW).server(List.of());
        Leaf client = at(NOW).client("alice@example.com");
        verify(read(client.chain()), server.authority(), NOW);
        assertThat(read(client.chain()).getExtendedKeyUsage()).containsExactly(CLIENT);
    }

    @Test
    void nodesHaveAnAuthorityOfTheirOwnAndShareAName() throws Exception {
        Leaf server = at(NOW).server(List.of());
        Leaf one = at(NOW).node("n1", List.of("10.0.0.1"));
        Leaf two = at(NOW).node("n2", List.of());
        verify(read(one.chain()), two.authority(), NOW);
        assertThat(read(one.chain()).getExtendedKeyUsage()).containsExactlyInAnyOrder(SERVER, CLIENT);
        assertThat(one.names()).contains("n1", CertFolder.EVERY_NODE, "10.0.0.1");
        assertThat(two.names()).contains("n2", CertFolder.EVERY_NODE);
        assertThatThrownBy(() -> verify(read(one.chain()), server.authority(), NOW))
                .as("the gateway's clients and servers are of another authority")
                .isInstanceOf(GeneralSecurityException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, KEPT, the same day",
        "59, KEPT, more than a third of 90 days is left",
        "61, RENEWED, less than a third is left",
        "200, RENEWED, it has ended",
    })
    void askingAgainRenewsOnlyWhatEndsSoon(int daysLater, Outcome expected, String why) throws Exception {
        Leaf first = at(NOW).server(List.of("shop.test"));
        X509Certificate before = read(first.chain());
        Instant later = NOW.plus(Duration.ofDays(daysLater));
        Leaf again = at(later).server(List.of());
        assertThat(again.outcome()).as(why).isEqualTo(expected);
        assertThat(again.names()).as("names stay").contains("shop.test");
        assertThat(read(again.chain()).equals(before)).as(why).isEqualTo(expected == Outcome.KEPT);
        verify(read(again.chain()), first.authority(), later);
    }

    @Test
    void anotherHostMakesAnotherLeafWithAllNames() throws Exception {
        at(NOW).server(List.of("a.test"));
        Leaf both = at(NOW).server(List.of("*.b.test"));
        assertThat(both.outcome()).isEqualTo(Outcome.RENEWED);
        assertThat(both.names()).contains("a.test", "*.b.test", "localhost");
        assertThat(at(NOW).server(List.of("A.test")).outcome()).isEqualTo(Outcome.KEPT);
    }

    @Test
    void aLeafOfAnAuthorityThatIsGoneIsReplaced() throws Exception {
        Leaf first = at(NOW).server(List.of());
        Files.delete(first.authority());
        Files.delete(folder.resolve("certs/ca.key"));
        Leaf second = at(NOW).server(List.of());
        assertThat(second.outcome()).isEqualTo(Outcome.MADE);
        verify(read(second.chain()), second.authority(), NOW);
    }

    @Test
    void onlyTheOwnerReadsKeys() throws Exception {
        Leaf server = at(NOW).server(List.of());
        Leaf node = at(NOW).node("n1", List.of());
        for (Path key : List.of(server.key(), node.key(), folder.resolve("certs/ca.key"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .as(key.toString())
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void anAuthorityWithoutItsKeyIsNotReplacedBehindItsUsersBack() throws Exception {
        at(NOW).server(List.of());
        Files.delete(folder.resolve("certs/ca.key"));
        assertThatThrownBy(() -> at(NOW).server(List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("without its key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "-x.test", "a..b", "http://x", "*", "a.*.b", "[::1]", "ex\nample"})
    void whatIsNoNameIsRefused(String host) {
        assertThatThrownBy(() -> at(NOW).server(List.of(host)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a host name or an address");
    }

    private CertFolder at(Instant now) {
        return new CertFolder(folder.resolve("certs"), now);
    }

    private static X509Certificate read(Path file) throws Exception {
        try (var in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static void verify(X509Certificate leaf, Path authority, Instant now) throws Exception {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(read(authority), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(now));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(List.of(leaf)), parameters);
    }
}
