package io.weir.node.decide.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BasicCredentialsTest {
    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "QWxhZGRpbjpvcGVuIHNlc2FtZQ== | Aladdin open sesame | the example of RFC 7617 §2",
                "dGVzdDoxMjPCow==             | test 123£           | UTF-8, RFC 7617 §2.1",
                "dGVzdDox                     | test 1              | without padding",
                "YTpiOmM=                     | a b:c               | passwords may have colons",
                "Ojo=                         | ' :'                | an empty name",
                "YTo=                         | 'a '                | an empty password",
                "YQ==                         | null                | no colon",
                "YTpi*                        | null                | no base64",
                "YT pi                        | null                | a space within",
                "YTqAgA==                     | null                | not UTF-8",
                "YToNCg==                     | null                | control characters",
                "''                           | null                | nothing",
            })
    void credentialsAreRead(String sent, String expected, String reason) {
        byte[] bytes = sent.getBytes(StandardCharsets.US_ASCII);
        BasicCredentials read = BasicCredentials.parse(bytes, 0, bytes.length);
        String text = read == null ? null : read.username() + " " + new String(read.password(), StandardCharsets.UTF_8);
        assertThat(text).as(reason).isEqualTo(expected);
    }

    @Test
    void whatIsTooLongIsNotRead() {
        for (int length : new int[] {Passwords.LONGEST + 1, 10_000, 1_000_000}) {
            byte[] bytes = Base64.getEncoder().encode(("a:" + "p".repeat(length)).getBytes(StandardCharsets.US_ASCII));
            assertThat(BasicCredentials.parse(bytes, 0, bytes.length)).isNull();
        }
        byte[] longest =
                Base64.getEncoder().encode(("a:" + "p".repeat(Passwords.LONGEST)).getBytes(StandardCharsets.US_ASCII));
        assertThat(Objects.requireNonNull(BasicCredentials.parse(longest, 0, longest.length))
                        .password())
                .hasSize(Passwords.LONGEST);
    }

    @Test
    void noiseIsReadOrRefusedAndNothingElse() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(60)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte)
                        (random.nextInt(8) == 0 ? random.nextInt(256) : "YWQ6bz0Jg+/=A".charAt(random.nextInt(13)));
            }
            BasicCredentials read = BasicCredentials.parse(bytes, 0, bytes.length);
            if (read != null) {
                assertThat(read.username()).as("seed " + seed).doesNotContain(":");
                assertThat(read.username().chars()).as("seed " + seed).allMatch(c -> c >= 0x20 && c != 0x7f);
            }
        }
    }
}
