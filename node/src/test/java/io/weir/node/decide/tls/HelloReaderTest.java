package io.weir.node.decide.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.decide.tls.HelloReading.Complete;
import io.weir.node.decide.tls.HelloReading.Other;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelloReaderTest {
    /** As Java's client says it. */
    private static byte[] hello(String host, String[] versions, String[] suites, String... protocols) {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            if (!host.isEmpty()) {
                parameters.setServerNames(List.of(new SNIHostName(host)));
            }
            parameters.setProtocols(versions);
            if (suites.length > 0) {
                parameters.setCipherSuites(suites);
            }
            parameters.setApplicationProtocols(protocols);
            engine.setSSLParameters(parameters);
            engine.beginHandshake();
            ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), out);
            return Arrays.copyOf(out.array(), out.position());
        } catch (java.security.GeneralSecurityException | javax.net.ssl.SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ClientHello read(byte[] bytes) {
        return ((Complete) HelloReader.read(bytes)).hello();
    }

    private static final String[] BOTH = {"TLSv1.3", "TLSv1.2"};

    @Test
    void aHelloSaysWhatIsAskedFor() {
        ClientHello hello = read(hello("Shop.Example.com", BOTH, new String[0], "h2", "http/1.1"));
        assertThat(hello.serverName()).isEqualTo("shop.example.com");
        assertThat(hello.protocols()).containsExactlyInAnyOrder("h2", "http/1.1");
        assertThat(hello.tls13()).isTrue();
        assertThat(hello.keys()).contains(KeyType.RSA, KeyType.ECDSA_P256, KeyType.ED25519);
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, RSA, the suites name RSA alone",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, ECDSA_P256, the suites name ECDSA alone",
        "TLS_RSA_WITH_AES_128_GCM_SHA256, '', no suite that is offered here"
    })
    void withTls12TheSuitesCountAsWell(String suite, String key, String why) {
        ClientHello hello = read(hello("", new String[] {"TLSv1.2"}, new String[] {suite}));
        assertThat(hello.serverName()).isEmpty();
        assertThat(hello.protocols()).isEmpty();
        assertThat(hello.tls13()).isFalse();
        for (KeyType one : List.of(KeyType.RSA, KeyType.ECDSA_P256)) {
            assertThat(hello.keys().contains(one)).as(why).isEqualTo(one.name().equals(key));
        }
    }

    @Test
    void everyBeginningIsWaitedWith() {
        byte[] whole = hello("example.com", BOTH, new String[0], "http/1.1");
        for (int length = 0; length < whole.length; length++) {
            assertThat(HelloReader.read(Arrays.copyOf(whole, length)))
                    .as(length + " bytes")
                    .isEqualTo(Other.MORE);
        }
    }

    @Test
    void aHelloMayBeCutIntoRecords() {
        byte[] whole = hello("example.com", BOTH, new String[0], "http/1.1");
        for (int size : new int[] {1, 2, 3, 7, 100}) {
            assertThat(read(inRecords(whole, size))).isEqualTo(read(whole));
        }
    }

    private static byte[] inRecords(byte[] whole, int size) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 5; at < whole.length; at += size) {
            int count = Math.min(size, whole.length - at);
            out.writeBytes(new byte[] {22, 3, 1, (byte) (count >> 8), (byte) count});
            out.write(whole, at, count);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "474554202f20, NOT_TLS, a request in plain text",
        "00, NOT_TLS, nothing known",
        "1602, NOT_TLS, no version of TLS",
        "8080010301, NOT_TLS, a hello of SSL 2",
        "150301000202, NOT_TLS, an alert",
        "160301000402000000, MALFORMED, a ServerHello",
        "160301000401000000, MALFORMED, a hello without content",
        "160301000401ffffff, MALFORMED, a hello too long to be true",
        "1603010000, MALFORMED, an empty record",
        "1603010001011703010001, MALFORMED, another kind of record in between",
        "1603014001, MALFORMED, a record longer than any"
    })
    void othersAreRecognised(String hex, Other expected, String why) {
        assertThat(HelloReader.read(java.util.HexFormat.of().parseHex(hex)))
                .as(why)
                .isEqualTo(expected);
    }

    /** RFC 8446 §4.2.10: where a session is resumed, data may follow at once. */
    @Test
    void whatComesBehindAHelloIsNoMatter() {
        byte[] whole = hello("example.com", BOTH, new String[0], "h2");
        for (byte next : new byte[] {20, 23, 0}) {
            byte[] more = Arrays.copyOf(whole, whole.length + 10);
            more[whole.length] = next;
            assertThat(HelloReader.read(more)).isEqualTo(HelloReader.read(whole));
        }
    }

    @Test
    void noiseIsAnsweredWithoutAnException() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] whole = hello("example.com", BOTH, new String[0], "h2", "http/1.1");
        for (int round = 0; round < 20_000; round++) {
            byte[] noise = Arrays.copyOf(whole, 1 + random.nextInt(whole.length + 20));
            for (int i = random.nextInt(8); i >= 0; i--) {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(HelloReader.read(noise)).isNotNull();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
    }
}
