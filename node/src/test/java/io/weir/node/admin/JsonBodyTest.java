package io.weir.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is sent as JSON is read, or refused with a reason: nothing else happens. */
class JsonBodyTest {
    private static final List<String> FIELDS = List.of("name", "role", "expires");
    private static final String GOOD = "{\"name\":\"ci\",\"role\":\"viewer\",\"expires\":\"2027-01-31T00:00:00Z\"}";
    private static final String PIECES = "{}[]\",:\\u0000trfalse nul1e-9.\u00e9\n\t'/*";

    @Test
    void noNonsenseIsMoreThanRefused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = random.nextBoolean() ? mutated(random) : pieces(random);
            try {
                JsonBody body = JsonBody.parse(text, FIELDS);
                body.optional("name", 64, "x");
                body.optional("role", 64, "x");
                body.future("expires", Instant.parse("2026-01-01T00:00:00Z"));
                read++;
            } catch (Refusal refusal) {
                assertThat(refusal.report().status())
                        .as("seed " + seed + ": " + text)
                        .isEqualTo(400);
            }
        }
        assertThat(read).as("some are still good: seed " + seed).isPositive();
    }

    @Test
    void depthAndSizeOfNumbersCostNothing() {
        for (String text : List.of(
                "[".repeat(30_000), "{\"name\":" + "[".repeat(30_000), "{\"name\":" + "9".repeat(60_000) + "}")) {
            assertThat(refused(text)).isTrue();
        }
    }

    private static boolean refused(String text) {
        try {
            JsonBody.parse(text, FIELDS).text("name", 64, "a name");
            return false;
        } catch (Refusal refusal) {
            return refusal.report().status() == 400;
        }
    }

    private static String mutated(Random random) {
        StringBuilder text = new StringBuilder(GOOD);
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(text.length());
            char piece = PIECES.charAt(random.nextInt(PIECES.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, piece);
                case 1 -> text.insert(at, piece);
                default -> text.deleteCharAt(at);
            }
        }
        return text.toString();
    }

    private static String pieces(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            text.append(PIECES.charAt(random.nextInt(PIECES.length())));
        }
        return text.toString();
    }
}
