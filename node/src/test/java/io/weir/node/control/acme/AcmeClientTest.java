package io.weir.node.control.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

import io.weir.config.model.Certificate.Source.Acme;
import io.weir.config.parse.DocumentReader;
import io.weir.node.control.acme.ScriptedServer.Reply;
import io.weir.node.control.secret.LocalSecrets;
import io.weir.node.testkit.MemoryVault;
import io.weir.node.testkit.NoChallenges;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers may do that they should not: every way ends in one short line that says what is wrong. */
final class AcmeClientTest {
    private final ScriptedServer server = new ScriptedServer();

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        server.close();
    }

    private Acme terms(String more) {
        return terms(server.directory(), more);
    }

    private static Acme terms(String directory, String more) {
        String text = "weir: 1\ncertificates: [{ name: x, acme: { hosts: [shop.test], directory: \"" + directory + "\""
                + more + " } }]\n";
        return (Acme) DocumentReader.read(text, "test.yaml")
                .orThrow()
                .certificates()
                .get(0)
                .source();
    }

    private OrderFailure order(Acme terms) throws InterruptedException {
        return order(terms, Duration.ofSeconds(10));
    }

    private OrderFailure order(Acme terms, Duration patience) throws InterruptedException {
        LocalSecrets secrets = new LocalSecrets(folder, Map.of("SHORT", "c2hvcnQ", "ODD", "%%%"));
        AcmeClient client = new AcmeClient(
                new Accounts(new MemoryVault(), secrets),
                new NoChallenges(),
                secrets,
                new AcmeClient.Bounds(Duration.ofMillis(100), patience));
        try {
            client.order(terms);
            return fail("a certificate came out of nothing");
        } catch (OrderFailure e) {
            return e;
        }
    }

    private OrderFailure order(String path, Reply reply) throws InterruptedException {
        server.twist((asked, usual) -> asked.equals(path) ? reply : usual);
        return order(terms(""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        /dir       | 404 | text/html        | <h1>not here</h1>   | makes no sense | another page
        /dir       | 500 | application/json | {}                  | makes no sense | an error without a reason
        /dir       | 200 | application/json | {                   | makes no sense | broken JSON
        /dir       | 200 | application/json | {}                  | makes no sense | a directory of nothing
        /dir       | 200 | application/json | {"newNonce": 5}     | makes no sense | a number for an address
        /account   | 201 | application/json | {"status": "valid"} | makes no sense | an account without a location
        /order     | 201 | application/json | {"status": "ready"} | makes no sense | an order without anything
        /authz     | 200 | application/json | {"status":"pending","identifier":{"type":"dns","value":"shop.test"},"challenges":[]} | offers no http-01 for shop.test | no challenge of the kind
        /authz     | 200 | application/json | {"status":"pending","identifier":{"type":"dns","value":"shop.test"},"challenges":[{"type":"http-01","status":"pending","token":"../../x","url":"http://localhost/"}]} | makes no sense | a token that is none
        /authz     | 200 | application/json | {}                  | makes no sense | an authorization of nothing
        /none      | 200 | text/plain       | .                   | does not see that shop.test leads here | it never looks
        """)
    void whatMakesNoSenseIsSaidSo(String path, int status, String type, String body, String expected, String why)
            throws InterruptedException {
        OrderFailure failure = order(path, new Reply(status, type, body, Map.of()));
        assertThat(failure.reason()).as(why).contains(expected);
        assertThat(failure.retryAfter()).isEmpty();
    }

    @Test
    void aServerThatIsAskedTooOftenSaysWhenToComeAgain() throws InterruptedException {
        OrderFailure failure =
                order("/account", Reply.problem(429, "rateLimited", "\"too many\"", Map.of("Retry-After", "7200")));
        assertThat(failure.reason()).isEqualTo("the server refuses: too many (urn:ietf:params:acme:error:rateLimited)");
        assertThat(Duration.between(Instant.now(), failure.retryAfter().orElseThrow()))
                .isBetween(Duration.ofSeconds(7100), Duration.ofSeconds(7200));
    }

    @Test
    void whatOthersWriteIsOneShortLine() throws InterruptedException {
        String detail = "\"a\\nERROR b\\u2028c\\u001b[31m" + "x".repeat(10_000) + "\"";
        OrderFailure failure = order("/order", Reply.problem(403, "unauthorized", detail, Map.of()));
        assertThat(failure.reason())
                .startsWith("the server refuses: a ERROR b c [31mxxx")
                .hasSize(500);
    }

    @Test
    void aServerThatStopsInTheMiddleOfAnAnswerIsLeft() throws InterruptedException {
        server.twist((path, usual) -> path.equals("/dir") ? usual.stopping() : usual);
        assertThat(order(terms(""), Duration.ofMillis(250)).reason())
                .isEqualTo("the server cannot be asked: no answer from " + server.directory() + " within 250 ms");
    }

    @Test
    void anAnswerWithoutEndIsNotReadToIt() throws InterruptedException {
        server.twist((path, usual) -> usual.saying("[" + " ".repeat(WholeBody.MOST_BYTES)));
        assertThat(order(terms("")).reason())
                .isEqualTo("the server cannot be asked: the answer has more than 1048576 bytes");
    }

    @Test
    void aServerThatIsNotThereOrNotTrustedIsSaidSo() throws Exception {
        assertThat(order(terms("http://localhost:1/dir", "")).reason()).startsWith("the server cannot be asked: ");
        assertThat(order(terms(", trust: \"file:nowhere.pem\"")).reason())
                .isEqualTo("trust: " + folder.resolve("nowhere.pem") + " is not there");
        Files.writeString(folder.resolve("empty.pem"), "nothing");
        assertThat(order(terms(", trust: \"file:empty.pem\"")).reason())
                .isEqualTo("file:empty.pem has no certificate in PEM");
        assertThat(order(terms(", external-account: { key-id: k, secret: \"env:NONE\" }"))
                        .reason())
                .isEqualTo("external-account: env:NONE is not set in the environment of this node");
        assertThat(order(terms(", external-account: { key-id: k, secret: \"env:ODD\" }"))
                        .reason())
                .isEqualTo("external-account: env:ODD is no key in base64url");
    }

    @Test
    void anAnswerThatIsCutOrChangedAnywhereEndsInAReason() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            BiFunction<String, Reply, Reply> twist =
                    (path, usual) -> random.nextInt(3) == 0 ? usual.saying(changed(usual.body(), random)) : usual;
            server.twist(twist);
            Throwable thrown = catchThrowable(() -> order(terms("")));
            assertThat(thrown).as("seed %d, round %d", seed, i).isNull();
        }
    }

    private static String changed(String text, Random random) {
        if (text.isEmpty()) {
            return "\"";
        }
        int at = random.nextInt(text.length());
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + (char) (32 + random.nextInt(95)) + text.substring(at + 1);
            case 2 -> text.replaceAll("\"[^\"]*\":", "\"x" + random.nextInt(10) + "\":");
            default -> text.replaceAll(":\"[^\"]*\"", random.nextBoolean() ? ":null" : ":[{}]");
        };
    }
}
