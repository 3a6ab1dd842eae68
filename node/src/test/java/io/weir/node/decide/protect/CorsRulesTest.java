package io.weir.node.decide.protect;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.BrowserPolicy;
import io.weir.node.testkit.TestHead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CorsRulesTest {
    private static final String PREFLIGHT =
            "OPTIONS /x HTTP/1.1\r\nHost: a\r\nOrigin: https://a.org\r\nAccess-Control-Request-Method: GET\r\n";

    private static CorsRules rules(String... headers) {
        return new CorsRules(new BrowserPolicy.Cors(
                "cors",
                List.of("https://a.org"),
                List.of("GET"),
                List.of(headers),
                List.of(),
                Duration.ZERO,
                false,
                false));
    }

    private static CorsRules.Verdict verdict(CorsRules rules, String lines) {
        TestHead head = TestHead.of(PREFLIGHT + lines);
        return rules.preflight(head, Objects.requireNonNull(Preflight.of(head)));
    }

    private static String announcing(String names) {
        return "Access-Control-Request-Headers: " + names + "\r\n";
    }

    /** Whatever is announced: allowed exactly if each element of the list is a name that is. */
    @Test
    void whatIsAnnouncedIsReadAsAList() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        CorsRules rules = rules("X-A", "Content-Type");
        CorsRules any = rules("*");
        String[] parts = {"x-a", "X-A", "content-type", "x-b", ",", ",", " ", "\t", "(", ":", "\u00e4", "*"};
        for (int i = 0; i < 20_000; i++) {
            StringBuilder names = new StringBuilder();
            for (int count = random.nextInt(8); count > 0; count--) {
                names.append(parts[random.nextInt(parts.length)]);
            }
            List<String> elements = new ArrayList<>(List.of(names.toString().split(",", -1)));
            elements.replaceAll(String::strip);
            elements.removeIf(String::isEmpty);
            boolean listed = elements.stream().allMatch(name -> name.matches("(?i)x-a|content-type"));
            boolean tokens = elements.stream().allMatch(name -> name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+"));
            assertThat(verdict(rules, announcing(names.toString())))
                    .as("%s, seed %d", names, seed)
                    .isEqualTo(listed ? CorsRules.Verdict.ALLOWED : CorsRules.Verdict.OTHER_HEADER);
            assertThat(verdict(any, announcing(names.toString())))
                    .as("%s, seed %d", names, seed)
                    .isEqualTo(tokens ? CorsRules.Verdict.ALLOWED : CorsRules.Verdict.OTHER_HEADER);
        }
    }

    @Test
    void severalFieldsAreOneList() {
        assertThat(verdict(rules("X-A", "X-B"), announcing("x-a") + announcing("x-b")))
                .isEqualTo(CorsRules.Verdict.ALLOWED);
        assertThat(verdict(rules("X-A"), announcing("x-a") + announcing("x-b")))
                .isEqualTo(CorsRules.Verdict.OTHER_HEADER);
    }

    @Test
    void thereIsAnEndToWhatIsLookedAt() {
        String hundred = IntStream.range(0, 100).mapToObj(i -> "x").collect(Collectors.joining(","));
        assertThat(verdict(rules("*"), announcing(hundred))).isEqualTo(CorsRules.Verdict.ALLOWED);
        assertThat(verdict(rules("*"), announcing(hundred + ",x"))).isEqualTo(CorsRules.Verdict.OTHER_HEADER);
        assertThat(verdict(rules("*"), announcing(hundred) + announcing("x")))
                .isEqualTo(CorsRules.Verdict.OTHER_HEADER);
    }
}
