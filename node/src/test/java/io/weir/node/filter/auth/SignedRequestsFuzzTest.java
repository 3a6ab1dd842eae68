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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
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
        AuthenticateFilter filter = SignedFilters.of(FakePorts.NO_LIMITS);
        int accepted = 0;
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            String good = SignedText.get("/a?b=c")
                    .field("x-a", "b")
                    .covering("@method", "@target-uri", "x-a")
                    .by(SignedFilters.SIGNER, SignedFilters.ID);
            String changed = change(good, random);
            if (!wellFormed(changed)) {
                continue;
            }
            TestHead head = TestHead.of(changed);
            TestExchange exchange = TestExchange.of(head);
            try {
                if (filter.onRequest(exchange) == Outcome.CONTINUE) {
                    accepted++;
                    assertSame(good, changed, seed);
                }
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + changed, e);
            }
        }
        assertThat(accepted).as("some changes change nothing").isPositive();
    }

    /** What is signed is the same; white space within structured fields and other signatures beside it do not count. */
    private static void assertSame(String good, String changed, long seed) {
        String reason = "seed " + seed + ": " + changed;
        assertThat(changed.substring(0, changed.indexOf(" HTTP"))).as(reason).isEqualTo("GET /a?b=c");
        assertThat(field(changed, "host")).as(reason).isEqualTo("example.com");
        assertThat(field(changed, "x-a")).as(reason).isEqualTo("b");
        assertThat(field(changed, "signature-input")).as(reason).contains(field(good, "signature-input"));
        assertThat(field(changed, "signature"))
                .as(reason)
                .contains(field(good, "signature").replaceAll("..=*:$", ""));
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
        if (!lines[0].matches("[A-Z]+ /[!-~]* HTTP/1.1") || lines.length < 5) {
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
