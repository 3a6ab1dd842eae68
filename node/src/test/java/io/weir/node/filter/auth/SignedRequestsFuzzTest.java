package io.weir.node.filter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.decide.signature.ContentDigest;
import io.weir.node.decide.signature.HmacInput;
import io.weir.node.decide.signature.SignatureInput;
import io.weir.node.state.Filter.Outcome;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.SignedText;
import io.weir.node.testkit.TestExchange;
import io.weir.node.testkit.TestHead;
import io.weir.node.testkit.WireMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever stands in the fields of signed requests: nothing escapes, and nobody is let in. */
final class SignedRequestsFuzzTest {
    private static final int ROUNDS = 30_000;
    private static final String ALPHABET = "abz019\"\\:;=,()?@% \t*-._/+{}[]<>!#$&'|~\u00e4\u0000";
    private static final List<String> PIECES = List.of(
            "sig1=",
            "(\"@method\" \"@target-uri\")",
            ";created=1618884473",
            ";keyid=\"a\"",
            ";alg=\"none\"",
            ":AQID:",
            "?1",
            "@1",
            "%\"a\"",
            "\"@query-param\";name=\"a\"",
            "\"x-a\";bs",
            "\"x-a\";sf;key=\"b\"",
            ";req",
            ";tr",
            "(",
            ")",
            ", ",
            "sha-256=",
            "SHA-256=",
            "username=\"a\"",
            "headers=\"date\"",
            "signature=\"AAAA\"",
            "algorithm=\"hmac-sha256\"");

    @Test
    void nothingEscapesFromAParser() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            String one = text(random);
            String other = text(random);
            try {
                SignatureInput.read(one, other, random.nextBoolean() ? "" : "sig1", random.nextBoolean() ? "" : "a");
                HmacInput.parse(one);
                assertThat(ContentDigest.matches(one, new byte[0])).isFalse();
                assertThat(ContentDigest.matchesOld(one, new byte[0])).isFalse();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + one, e);
            }
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            if (random.nextInt(3) == 0) {
                text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            } else {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return text.toString();
    }

    @Test
    void nobodyIsLetInWithAnythingThatIsNotSigned() {
        String good = SignedText.get("/a?b=c")
                .field("x-a", "b")
                .covering("@method", "@target-uri", "x-a")
                .by(SignedFilters.SIGNER, SignedFilters.ID);
        tryChanges(good, changed -> {
            assertThat(field(changed, "host")).isEqualTo("example.com");
            assertThat(field(changed, "x-a")).isEqualTo("b");
            // White space within structured fields and other signatures beside it do not count.
            assertThat(field(changed, "signature-input")).contains(field(good, "signature-input"));
            assertThat(field(changed, "signature"))
                    .contains(field(good, "signature").replaceAll("..=*:$", ""));
        });
    }

    @Test
    void norWithAnHmacOfSomethingElse() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC));
        String signature = SignedFilters.SIGNER.sign("date: " + date + "\nGET /a?b=c HTTP/1.1");
        String good = WireMessage.lines(
                "GET /a?b=c HTTP/1.1",
                "Host: example.com",
                "Date: " + date,
                "Authorization: hmac username=\"" + SignedFilters.ID + "\", algorithm=\"hmac-sha256\","
                        + " headers=\"date request-line\", signature=\"" + signature + "\"",
                "");
        tryChanges(good, changed -> {
            assertThat(field(changed, "date")).isEqualTo(field(good, "date"));
            assertThat(field(changed, "authorization").toLowerCase(Locale.ROOT))
                    .contains("=\"" + SignedFilters.ID + "\"")
                    .contains("headers=\"daterequest-line\"");
            assertThat(field(changed, "authorization")).contains(signature.replaceAll("..=*$", ""));
        });
    }

    /** @param same asserts that what is signed has not changed in what was let in */
    private static void tryChanges(String good, Consumer<String> same) {
        AuthenticateFilter filter = SignedFilters.of(FakePorts.NO_LIMITS);
        int accepted = 0;
        for (long seed = 0; seed < ROUNDS; seed++) {
            String changed = change(good, new Random(seed));
            try {
                if (wellFormed(changed)
                        && filter.onRequest(TestExchange.of(TestHead.of(changed))) == Outcome.CONTINUE) {
                    accepted++;
                    assertThat(changed).startsWith("GET /a?b=c HTTP/1.1\r\n");
                    same.accept(changed);
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + changed, e);
            }
        }
        assertThat(accepted).as("some changes change nothing").isPositive();
    }

    private static String field(String request, String name) {
        for (String line : request.split("\r\n", -1)) {
            if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
                return line.substring(name.length() + 1).replaceAll("[ \t]", "");
            }
        }
        return "";
    }

    private static String change(String good, Random random) {
        StringBuilder text = new StringBuilder(good);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                case 1 -> text.insert(at, ALPHABET.charAt(random.nextInt(ALPHABET.length())));
                case 2 -> text.deleteCharAt(at);
                default -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return text.toString();
    }

    /** What would reach a filter at all. */
    private static boolean wellFormed(String request) {
        String[] lines = request.split("\r\n", -1);
        if (!lines[0].matches("[A-Z]+ /[!-~]* HTTP/1\\.1") || lines.length < 5) {
            return false;
        }
        for (int i = 1; i < lines.length - 2; i++) {
            if (!lines[i].matches("[a-zA-Z-]+:[ \t!-\u00ff]*")) {
                return false;
            }
        }
        boolean host = lines[1].matches("Host: [a-z0-9.]+");
        return host
                && request.endsWith("\r\n\r\n")
                && StandardCharsets.ISO_8859_1.newEncoder().canEncode(request);
    }
}
