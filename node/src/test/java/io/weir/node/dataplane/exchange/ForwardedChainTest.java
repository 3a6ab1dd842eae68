package io.weir.node.dataplane.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.protocol.http.ParsedRequest;
import io.weir.protocol.http.RequestParser;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose word counts, and who a client is behind those. */
final class ForwardedChainTest {
    private static final Trust TRUST = new Trust(List.of("10.0.0.0/8", "192.168.1.16/28", "fd00::/8", "::1"));

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            textBlock =
                    """
            10.0.0.0,       true
            10.255.255.255, true
            11.0.0.0,       false
            9.255.255.255,  false
            192.168.1.15,   false
            192.168.1.16,   true
            192.168.1.31,   true
            192.168.1.32,   false
            fd00::1,        true
            fdff::1,        true
            fe00::1,        false
            ::1,            true
            ::2,            false
            """)
    void networksEndWhereTheirBitsEnd(String address, boolean trusted) throws UnknownHostException {
        assertThat(TRUST.trusts(InetAddress.getByName(address).getAddress())).isEqualTo(trusted);
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0/0, 1.2.3.4, true", "::/0, fe80::1, true", "::/0, 1.2.3.4, false", "1.2.3.4/32, 1.2.3.5, false"
    })
    void theWidestAndTheNarrowestNetworksCount(String network, String address, boolean trusted)
            throws UnknownHostException {
        assertThat(new Trust(List.of(network))
                        .trusts(InetAddress.getByName(address).getAddress()))
                .isEqualTo(trusted);
    }

    @ParameterizedTest(name = "{0} -> {1}: {2}")
    @CsvSource(
            textBlock =
                    """
            '1.2.3.4',                     1.2.3.4,     one client
            '1.2.3.4, 10.0.0.1',           1.2.3.4,     behind one of ours
            '6.6.6.6, 1.2.3.4, 10.0.0.1',  1.2.3.4,     what the client says itself does not count
            '10.0.0.9, 10.0.0.1',          10.0.0.9,    a client of our own
            '1.2.3.4|10.0.0.1',            1.2.3.4,     fields add up in order
            '1.2.3.4 , 10.0.0.1:80',       1.2.3.4,     with a port
            '[fe80::1]:80, [fd00::1]',     fe80::1,     IPv6 in brackets
            'fe80::1, fd00::1',            fe80::1,     IPv6 without
            'unknown, 10.0.0.1',           10.0.0.1,    a client that is not told
            'evil.example.com',            '',          names are not looked up
            '1.2.3.999',                   '',          nor is what looks like an address
            '010.0.0.1',                   '',          which some read as octal
            '1.2.3',                       '',          which some fill up
            '::::',                        '',          no address
            ', 10.0.0.1',                  10.0.0.1,    an empty element
            '',                            '',          nobody
            """)
    void theClientIsTheLastThatIsNotOneOfOurs(String values, String client, String reason) throws UnknownHostException {
        StringBuilder text = new StringBuilder("GET / HTTP/1.1\r\nHost: a\r\n");
        for (String value : values.split("\\|", -1)) {
            text.append("X-Forwarded-For: ").append(value).append("\r\n");
        }
        byte[] found = ForwardedChain.client(request(text.append("\r\n").toString()), TRUST);
        if (client.isEmpty()) {
            assertThat(found).as(reason).isNull();
        } else {
            assertThat(found).as(reason).isEqualTo(InetAddress.getByName(client).getAddress());
        }
    }

    private static ParsedRequest request(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        ParsedRequest request = new ParsedRequest(bytes.length);
        RequestParser parser = new RequestParser(request);
        parser.reserve(bytes.length);
        System.arraycopy(bytes, 0, parser.buffer(), 0, bytes.length);
        parser.added(bytes.length);
        assertThat(parser.parse(bytes.length + 1, 100)).isEqualTo(RequestParser.Progress.DONE);
        return request;
    }
}
