package io.weir.node.decide.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NetworkTest {
    /** The JDK takes them, RFC 4291 does not. */
    private static final Pattern TOO_MANY_DIGITS = Pattern.compile("[0-9a-f]{5}|:0\\d+\\.|\\.0\\d");

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "10.0.0.0/8,          true,  as everybody writes it",
        "10.1.2.3/8,          true,  bits behind the prefix do not count",
        "10.0.0.1,            true,  one address",
        "0.0.0.0/0,           true,  everything",
        "::/0,                true,  everything",
        "2001:db8::/32,       true,  shortened",
        "1:2:3:4:5:6:7:8,     true,  all groups",
        "::ffff:10.0.0.0/104, true,  mapped",
        "::1.2.3.4,           true,  the old form with an IPv4 address at its end",
        "1:2:3:4:5:6:7::,     true,  a gap of one group",
        "::ffff:0:0/95,       false, cuts through the mapped range",
        "10.0.0.0/33,         false, too long",
        "::/129,              false, too long",
        "10.0.0.0/08,         false, a leading zero",
        "10.0.0.0/,           false, no length",
        "10.0.0.0/-1,         false, a sign",
        "10.0.0,              false, three parts",
        "10.0.0.0.0,          false, five parts",
        "10.0.0.256,          false, no octet",
        "010.0.0.1,           false, octal to some",
        "1:2:3:4:5:6:7,       false, seven groups",
        "1:2:3:4:5:6:7:8:9,   false, nine groups",
        "1:2:3:4:5:6:7:8::,   false, a gap of nothing",
        "1::2::3,             false, two gaps",
        ":::,                 false, two gaps that overlap",
        ":1,                  false, begins with a colon",
        "1:,                  false, ends with a colon",
        "12345::,             false, five digits",
        "::1.2.3.4:5,         false, an IPv4 address that is not at the end",
        "1.2.3.4::,           false, an IPv4 address before the gap",
        "fe80::1%eth0,        false, a zone",
        "localhost,           false, a name",
        "'',                  false, nothing",
    })
    void whatIsANetwork(String text, boolean good, String reason) {
        assertThat(Network.parse(text).isPresent()).as(reason).isEqualTo(good);
    }

    @Test
    void whatIsMappedIsTheSameAsItsAddress() {
        assertThat(Network.parse("::ffff:10.0.0.0/104")).isEqualTo(Network.parse("10.0.0.0/8"));
    }

    @Test
    void whatTheJdkReadsIsReadAlikeAndWhatItRefusesIsRefused() throws UnknownHostException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "0123456789abcdef::::...";
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder(":");
            int length = 1 + random.nextInt(20);
            for (int j = 0; j < length; j++) {
                text.insert(random.nextInt(text.length() + 1), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            if (TOO_MANY_DIGITS.matcher(text).find()) {
                continue;
            }
            assertThat(Network.parse(text.toString()))
                    .as("%s, seed %d", text, seed)
                    .isEqualTo(jdk(text.toString()));
        }
    }

    /** The text has a colon: the JDK looks nothing up. */
    private static Optional<Network> jdk(String text) {
        try {
            byte[] bytes = InetAddress.getByName(text).getAddress();
            long high = 0;
            long low = 0;
            for (int i = 0; i < 8; i++) {
                high = high << 8 | (i < bytes.length ? bytes[i] & 0xff : 0);
                low = low << 8 | (bytes.length == 16 ? bytes[i + 8] & 0xff : 0);
            }
            return Optional.of(new Network(bytes.length == 4, high, low, bytes.length * 8));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
