package io.weir.node.decide.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final int ROUNDS = 20_000;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static String shown(ProxyReading reading) throws UnknownHostException {
        if (!(reading instanceof ProxyReading.Complete complete)) {
            return reading.toString();
        }
        ProxyHeader header = complete.header();
        return header.namesClient()
                ? end(header.source(), header.sourcePort()) + " " + end(header.destination(), header.destinationPort())
                : "OWN";
    }

    private static String end(byte[] address, int port) throws UnknownHostException {
        return InetAddress.getByAddress(address).getHostAddress() + "#" + port;
    }

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443, 192.0.2.7#56324 198.51.100.1#443, as the specification has it",
        "PROXY TCP4 0.0.0.0 255.255.255.255 0 65535, 0.0.0.0#0 255.255.255.255#65535, the outermost",
        "PROXY TCP6 2001:db8::7 ::1 1 2, 2001:db8:0:0:0:0:0:7#1 0:0:0:0:0:0:0:1#2, IPv6",
        "PROXY TCP6 1:2:3:4:5:6:7:8 :: 1 2, 1:2:3:4:5:6:7:8#1 0:0:0:0:0:0:0:0#2, all groups and none",
        "PROXY TCP6 ::ffff:192.0.2.7 1:: 1 2, 192.0.2.7#1 1:0:0:0:0:0:0:0#2, IPv4 in IPv6 is IPv4",
        "PROXY UNKNOWN, OWN, nobody is named",
        "PROXY UNKNOWN ffff:f:f 1 whatever, OWN, and the rest does not matter",
        "PROXY TCP4 192.0.2.7 198.51.100.1 56324, MALFORMED, a port is missing",
        "PROXY TCP4 192.0.2.7 198.51.100.1 56324 443 1, MALFORMED, one word too many",
        "PROXY TCP4 192.0.2.7  198.51.100.1 56324 443, MALFORMED, two spaces",
        "PROXY TCP4 192.0.2.07 198.51.100.1 56324 443, MALFORMED, a leading zero",
        "PROXY TCP4 192.0.2.256 198.51.100.1 56324 443, MALFORMED, no byte",
        "PROXY TCP4 192.0.2 198.51.100.1 56324 443, MALFORMED, three bytes",
        "PROXY TCP4 ::1 198.51.100.1 56324 443, MALFORMED, the wrong family",
        "PROXY TCP6 192.0.2.7 ::1 56324 443, MALFORMED, the wrong family",
        "PROXY TCP4 192.0.2.7 198.51.100.1 65536 443, MALFORMED, no port",
        "PROXY TCP4 192.0.2.7 198.51.100.1 080 443, MALFORMED, a leading zero",
        "PROXY TCP4 192.0.2.7 198.51.100.1 -1 443, MALFORMED, a sign",
        "PROXY TCP4 localhost 198.51.100.1 1 443, MALFORMED, a name",
        "PROXY TCP6 1:2:3:4:5:6:7:8::  ::1 1 2, MALFORMED, too many groups",
        "PROXY TCP6 1::2::3 ::1 1 2, MALFORMED, two gaps",
        "PROXY TCP6 12345::1 ::1 1 2, MALFORMED, a group too long",
        "PROXY TCP6 fe80::1%eth0 ::1 1 2, MALFORMED, a zone",
        "PROXY TCP6 1.2.3.4::1 ::1 1 2, MALFORMED, IPv4 not at the end",
        "PROXY UDP4 192.0.2.7 198.51.100.1 1 2, MALFORMED, not over a stream",
        "PROXY tcp4 192.0.2.7 198.51.100.1 1 2, MALFORMED, lower case",
        "PROXY UNKNOWNS, MALFORMED, nearly",
    })
    void aLineIsReadStrictly(String line, String expected, String reason) throws UnknownHostException {
        byte[] bytes = ascii(line + "\r\nGET / HTTP/1.1\r\n");
        assertThat(shown(ProxyHeaderReader.read(bytes))).as(reason).isEqualTo(expected);
        if (ProxyHeaderReader.read(bytes) instanceof ProxyReading.Complete complete) {
            assertThat(complete.length()).isEqualTo(line.length() + 2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "21 11 000c c0000207 c6336401 dc04 01bb, 192.0.2.7#56324 198.51.100.1#443, IPv4",
        "21 21 0024 20010db8000000000000000000000007 00000000000000000000000000000001 0001 0002,"
                + " 2001:db8:0:0:0:0:0:7#1 0:0:0:0:0:0:0:1#2, IPv6",
        "21 11 0013 c0000207 c6336401 dc04 01bb 02 0004 61626364, 192.0.2.7#56324 198.51.100.1#443, with a name",
        "20 00 0000, OWN, the proxy itself",
        "20 11 000c 00000000 00000000 0000 0000, OWN, whatever addresses it says",
        "21 00 0003 ffffff, OWN, no family that it knows",
        "21 12 000c c0000207 c6336401 dc04 01bb, MALFORMED, datagrams",
        "21 11 000b c0000207 c6336401 dc04 01, MALFORMED, shorter than two addresses",
        "21 21 000c c0000207 c6336401 dc04 01bb, MALFORMED, shorter than two addresses",
        "21 41 000c c0000207 c6336401 dc04 01bb, MALFORMED, no family",
        "22 11 000c c0000207 c6336401 dc04 01bb, MALFORMED, no command",
        "11 11 000c c0000207 c6336401 dc04 01bb, MALFORMED, no version",
        "21 11 000e c0000207 c6336401 dc04 01bb 0200, MALFORMED, half an extra",
        "21 11 0010 c0000207 c6336401 dc04 01bb 020002 61, MALFORMED, an extra longer than the rest",
        "21 11 0013 c0000207 c6336401 dc04 01bb 03 0004 00000000, MALFORMED, a wrong checksum",
        "21 11 fff0 c0000207, MALFORMED, longer than anything that is in use",
    })
    void theBinaryFormIsReadStrictly(String rest, String expected, String reason) throws UnknownHostException {
        byte[] header = hex(SIGNATURE + rest);
        assertThat(shown(ProxyHeaderReader.read(header))).as(reason).isEqualTo(expected);
        byte[] more = Arrays.copyOf(header, header.length + 5);
        if (ProxyHeaderReader.read(more) instanceof ProxyReading.Complete complete) {
            assertThat(complete.length()).isEqualTo(header.length);
        }
    }

    @Test
    void aRightChecksumIsTaken() throws UnknownHostException {
        byte[] header = hex(SIGNATURE + "21 11 0013 c0000207 c6336401 dc04 01bb 03 0004 00000000");
        CRC32C sum = new CRC32C();
        sum.update(header);
        ByteBuffer.wrap(header).putInt(header.length - 4, (int) sum.getValue());
        assertThat(shown(ProxyHeaderReader.read(header))).isEqualTo("192.0.2.7#56324 198.51.100.1#443");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n", "\u0016\u0003\u0001", "PROXZ", "\r\n\r\n\0\r\nQUIT\r", "proxy "})
    void otherBytesAreMalformedAtOnce(String start) {
        assertThat(ProxyHeaderReader.read(ascii(start))).isEqualTo(ProxyReading.Other.MALFORMED);
    }

    @Test
    void aLineThatDoesNotEndIsMalformed() {
        byte[] bytes = ascii("PROXY UNKNOWN " + "x".repeat(200));
        assertThat(ProxyHeaderReader.read(Arrays.copyOf(bytes, 106))).isEqualTo(ProxyReading.Other.MORE);
        assertThat(ProxyHeaderReader.read(Arrays.copyOf(bytes, 107))).isEqualTo(ProxyReading.Other.MALFORMED);
        assertThat(ProxyHeaderReader.read(ascii("PROXY UNKNOWN\rX"))).isEqualTo(ProxyReading.Other.MALFORMED);
        assertThat(ProxyHeaderReader.read(ascii("PROXY UNKNOWN\n"))).isEqualTo(ProxyReading.Other.MALFORMED);
    }

    /** However it is cut, a header is read as if it had come at once; and whatever comes, reading ends. */
    @Test
    void whatIsWrittenIsRead() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            ProxyHeader header = random(random);
            byte[] written = random.nextBoolean()
                    ? ProxyHeaderWriter.line(header)
                    : ProxyHeaderWriter.binary(header, random.nextBoolean() ? "" : "db.example.com");
            assertThat(ProxyHeaderReader.read(Arrays.copyOf(written, random.nextInt(written.length))))
                    .as("seed %s", seed)
                    .isEqualTo(ProxyReading.Other.MORE);
            byte[] more = Arrays.copyOf(written, written.length + random.nextInt(9));
            assertThat(ProxyHeaderReader.read(more))
                    .as("seed %s", seed)
                    .isInstanceOfSatisfying(ProxyReading.Complete.class, complete -> {
                        assertThat(complete.length()).isEqualTo(written.length);
                        assertThat(complete.header().source()).isEqualTo(header.source());
                        assertThat(complete.header().destination()).isEqualTo(header.destination());
                        assertThat(complete.header().sourcePort()).isEqualTo(header.sourcePort());
                        assertThat(complete.header().destinationPort()).isEqualTo(header.destinationPort());
                    });
            int at = random.nextInt(written.length);
            written[at] = (byte) random.nextInt();
            assertThat(ProxyHeaderReader.read(written)).as("seed %s", seed).isNotNull();
        }
    }

    private static ProxyHeader random(Random random) {
        int size = random.nextBoolean() ? 4 : 16;
        byte[] source = new byte[size];
        byte[] destination = new byte[size];
        random.nextBytes(source);
        random.nextBytes(destination);
        return new ProxyHeader(source, random.nextInt(65_536), destination, random.nextInt(65_536));
    }

    @Test
    void addressesOfTwoFamiliesAreWrittenAsOne() throws UnknownHostException {
        byte[] six = InetAddress.getByName("2001:db8::1").getAddress();
        ProxyHeader header = new ProxyHeader(new byte[] {(byte) 192, 0, 2, 7}, 1, six, 2);
        String expected = "192.0.2.7#1 2001:db8:0:0:0:0:0:1#2";
        assertThat(shown(ProxyHeaderReader.read(ProxyHeaderWriter.line(header))))
                .isEqualTo(expected);
        assertThat(shown(ProxyHeaderReader.read(ProxyHeaderWriter.binary(header, ""))))
                .isEqualTo(expected);
    }
}
