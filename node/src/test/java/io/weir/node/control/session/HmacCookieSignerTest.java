package io.weir.node.control.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HmacCookieSignerTest {
    private static final CookieKey OLD = new CookieKey("old", 1, "b2xkIG9sZCBvbGQgb2xkIG9sZCBvbGQgb2xkIG9sZCE");
    private static final CookieKey NEW = new CookieKey("new", 2, "bmV3IG5ldyBuZXcgbmV3IG5ldyBuZXcgbmV3IG5ldyE");

    private final HmacCookieSigner signer = new HmacCookieSigner(List.of(OLD), () -> 1_700_000_000L);

    @Test
    void whatOneNodeSignsAnotherNodeReads() {
        HmacCookieSigner other = new HmacCookieSigner(List.of(NEW, OLD), () -> 5L);
        assertThat(other.verify("orders", signer.sign("orders", "[::1]:9001"))).isEqualTo("[::1]:9001");
    }

    @Test
    void aCookieOfAnotherUpstreamNamesNothing() {
        assertThat(signer.verify("billing", signer.sign("orders", "a:1"))).isNull();
    }

    @Test
    void everyChangedCharacterIsNoticed() {
        String value = signer.sign("orders", "10.0.0.1:9001");
        for (int i = 0; i < value.length() - 1; i++) {
            char changed = value.charAt(i) == 'A' ? 'B' : 'A';
            String forged = value.substring(0, i) + changed + value.substring(i + 1);
            assertThat(signer.verify("orders", forged)).as(forged).isNull();
        }
    }

    @Test
    void theNewestKeySignsAndOlderOnesStillVerify() {
        String before = signer.sign("orders", "a:1");
        signer.use(List.of(NEW, OLD));
        assertThat(signer.sign("orders", "a:1")).startsWith("new.");
        assertThat(signer.verify("orders", before)).isEqualTo("a:1");
        signer.use(List.of(NEW));
        assertThat(signer.verify("orders", before)).as("its key was withdrawn").isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "...",
                "old",
                "old.1",
                "old.1.YQ",
                "old.1.YQ.",
                "old..YQ.YQ",
                "old.1.YQ.!!",
                "old.1.YQ.YQ.YQ"
            })
    void malformedValuesNameNothing(String value) {
        assertThat(signer.verify("orders", value)).isNull();
    }

    @Test
    void aKeyNeverPrintsItsSecret() {
        assertThat(NEW.toString()).doesNotContain(NEW.secret());
    }
}
