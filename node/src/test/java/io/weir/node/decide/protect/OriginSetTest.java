package io.weir.node.decide.protect;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Allocations;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OriginSetTest {
    private static boolean has(OriginSet set, String origin) {
        byte[] padded = ("<" + origin + ">").getBytes(StandardCharsets.ISO_8859_1);
        return set.contains(padded, 1, padded.length - 1);
    }

    @ParameterizedTest(name = "{0} in {1}: {2}, {3}")
    @CsvSource({
        "https://a.example.com        , https://a.example.com     , true , the same",
        "https://a.example.com.       , https://a.example.com     , false, a name with a dot at its end is another",
        "https://a.example.com        , https://*.example.com     , true , one label",
        "https://a-1_b.example.com    , https://*.example.com     , true , whatever labels are made of",
        "https://a.b.example.com      , https://*.example.com     , false, two labels",
        "https://.example.com         , https://*.example.com     , false, no label",
        "https://example.com          , https://*.example.com     , false, nor this",
        "https://evil.org/.example.com, https://*.example.com     , false, a path is no label",
        "https://evil.org:1.example.com, https://*.example.com    , false, nor is a port",
        "https://u@a.example.com      , https://*.example.com     , false, nor somebody's name",
        "https://a%2e.example.com     , https://*.example.com     , false, nor what is encoded",
        "https://A.example.com        , https://*.example.com     , false, browsers write lower case",
        "http://a.example.com         , https://*.example.com     , false, another scheme",
        "https://a.example.com:8443   , https://*.example.com     , false, another port",
        "https://a.example.com:8443   , https://*.example.com:8443, true , the port that is asked for",
        "null                         , null                      , true , where it is listed",
        "null                         , https://*.example.com     , false, and only there",
        "''                           , https://*.example.com     , false, nothing"
    })
    void whatIsInIt(String origin, String allowed, boolean in, String reason) {
        assertThat(has(OriginSet.of(List.of(allowed)), origin)).as(reason).isEqualTo(in);
    }

    @Test
    void itHasWhatItWasMadeOfAndNothingElse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Set<String> listed = new HashSet<>();
        while (listed.size() < 200) {
            listed.add("https://" + Integer.toString(random.nextInt(400), 36) + ".example.com");
        }
        OriginSet set = OriginSet.of(new ArrayList<>(listed));
        for (int i = 0; i < 400; i++) {
            String origin = "https://" + Integer.toString(i, 36) + ".example.com";
            assertThat(has(set, origin)).as("%s, seed %d", origin, seed).isEqualTo(listed.contains(origin));
        }
    }

    /** One label, changed at random, is in the set exactly if it still is one label. */
    @Test
    void noBytesInPlaceOfALabelLeadElsewhere() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        OriginSet set = OriginSet.of(List.of("https://*.example.com"));
        for (int i = 0; i < 20_000; i++) {
            StringBuilder label = new StringBuilder();
            for (int length = random.nextInt(6); length > 0; length--) {
                label.append(
                        (char) (random.nextInt(4) == 0 ? random.nextInt(256) : "a.-:/@0_".charAt(random.nextInt(8))));
            }
            boolean good = label.toString().matches("[a-z0-9_-]{1,63}");
            assertThat(has(set, "https://" + label + ".example.com"))
                    .as("%s, seed %d", label, seed)
                    .isEqualTo(good);
        }
    }

    @Test
    void aLookUpAllocatesNothing() {
        OriginSet set = OriginSet.of(List.of("https://*.example.com", "https://a.org", "https://b.org"));
        byte[] origin = "https://c.example.com".getBytes(StandardCharsets.US_ASCII);
        assertThat(Allocations.leastOf(() -> set.contains(origin, 0, origin.length)))
                .isZero();
    }
}
