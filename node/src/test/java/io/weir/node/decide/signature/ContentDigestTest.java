package io.weir.node.decide.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The digests of {@code {"hello": "world"}} (RFC 9530 appendix B), and others. */
final class ContentDigestTest {
    private static final byte[] BODY = "{\"hello\": \"world\"}".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=: | true | right",
                "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==: | true | right",
                "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:, sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==: | true | both right",
                "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:, sha-512=:AAAA: | false | one of them wrong",
                "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:, md5=:AAAA: | true | one that we do not know beside it",
                "md5=:AAAA: | false | only one that we do not know",
                "sha-256=:Y48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=: | false | wrong",
                "sha-256=:X48E9qOokqqrvdts8nOJRA==: | false | cut off",
                "sha-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE= | false | no bytes",
                "sha-256=(:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:) | false | a list",
                "sha-256 | false | nothing",
                "none | false | no field",
            })
    void aBodyIsComparedWithItsDigests(String field, boolean matches, String reason) {
        assertThat(ContentDigest.matches(field, BODY)).as(reason).isEqualTo(matches);
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE= | true | right",
                "sha-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE= | true | names have no case",
                "MD5=AAAA, SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE= | true | one that we do not know beside it",
                "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=, SHA-512=AAAA | false | one of them wrong",
                "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE | false | cut off",
                "SHA-256 | false | nothing",
                "SHA-256= | false | nothing",
                "SHA=AAAA | false | only one that we do not know",
                "none | false | no field",
            })
    void anOldDigestIsCompared(String field, boolean matches, String reason) {
        assertThat(ContentDigest.matchesOld(field, BODY)).as(reason).isEqualTo(matches);
    }
}
