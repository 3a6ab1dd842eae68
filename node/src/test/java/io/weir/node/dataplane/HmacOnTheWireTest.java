package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.SignatureAlgorithm;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.RequestSigner;
import io.weir.node.testkit.Signers;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.provider.Arguments;

/** Requests as clients of Kong's hmac-auth and of draft-cavage-http-signatures make them. */
@ExtendWith(NoLeaks.class)
final class HmacOnTheWireTest {
    private static final Signers SIGNERS = new Signers();
    private static final RequestSigner SECRET = Signers.of(SignatureAlgorithm.HMAC_SHA256);
    private static final String ID = Signers.id(SignatureAlgorithm.HMAC_SHA256);
    private static final String BODY = "{\"hello\": \"world\"}";
    private static final String LINE = "GET /a%7e?b=c HTTP/1.1";

    @AfterAll
    static void end() {
        SIGNERS.close();
    }

    private static String date(long fromNow) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(fromNow).atOffset(ZoneOffset.UTC));
    }

    private static String credential(
            String scheme,
            String idName,
            RequestSigner signer,
            String id,
            String algorithm,
            String headers,
            String text) {
        return "Authorization: %s %s=\"%s\", algorithm=\"%s\", headers=\"%s\", signature=\"%s\"\r\n"
                .formatted(scheme, idName, id, algorithm, headers, signer.sign(text));
    }

    private static String kong(String headers, String text) {
        return credential("hmac", "username", SECRET, ID, "hmac-sha256", headers, text);
    }

    private static String get(String fields) {
        return LINE + "\r\nHost: example.com\r\n" + fields + "\r\n";
    }

    private static String dated(String date, String authorization) {
        return get("Date: " + date + "\r\n" + authorization);
    }

    private static String post(String digest, String body, String headers, String date) {
        String line = "POST /a HTTP/1.1";
        String text = "date: " + date + "\n" + line + (headers.endsWith("digest") ? "\ndigest: " + digest : "");
        return line + "\r\nHost: example.com\r\nDate: " + date + "\r\nContent-Length: 18\r\nDigest: " + digest + "\r\n"
                + kong(headers, text) + "\r\n" + body;
    }

    private static String digest(String body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.US_ASCII));
            return "SHA-256=" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Arguments row(String reason, int status, String request) {
        return Arguments.of(reason, status, request);
    }

    private static Stream<Arguments> requests() {
        String now = date(0);
        String good = dated(now, kong("date request-line", "date: " + now + "\n" + LINE));
        String target = "date: " + now + "\n(request-target): get /a%7e?b=c";
        String old = date(-310);
        String ahead = date(310);
        String wrongDay = now.replaceFirst("^...", "Xyz");
        RequestSigner large = Signers.of(SignatureAlgorithm.HMAC_SHA512);
        String largeId = Signers.id(SignatureAlgorithm.HMAC_SHA512);
        return Stream.of(
                row("as Kong's clients do", 200, good),
                row("in another order", 200, dated(now, kong("request-line date", LINE + "\ndate: " + now))),
                row(
                        "the target as Kong has it",
                        200,
                        dated(now, kong("date @request-target", "date: " + now + "\n@request-target: get /a%7e?b=c"))),
                row(
                        "as the draft has it",
                        200,
                        dated(
                                now,
                                credential(
                                        "Signature",
                                        "keyId",
                                        SECRET,
                                        ID,
                                        "hmac-sha256",
                                        "date (request-target)",
                                        target))),
                row(
                        "a date of its own",
                        200,
                        get("Date: " + old + "\r\nX-Date: " + now + "\r\n"
                                + kong("x-date request-line", "x-date: " + now + "\n" + LINE))),
                row(
                        "with SHA-512",
                        200,
                        dated(
                                now,
                                credential(
                                        "hmac",
                                        "username",
                                        large,
                                        largeId,
                                        "hmac-sha512",
                                        "date request-line",
                                        "date: " + now + "\n" + LINE))),
                row(
                        "with the host",
                        200,
                        dated(
                                now,
                                kong("date request-line host", "date: " + now + "\n" + LINE + "\nhost: example.com"))),
                row("with its body", 200, post(digest(BODY), BODY, "date request-line digest", now)),
                row("nothing", 401, dated(now, "")),
                row("another method", 401, good.replace("GET ", "PUT ")),
                row("another query", 401, good.replace("/a%7e?b=c", "/a%7e?b=d")),
                row("another path", 401, good.replace("/a%7e?b=c", "/b?b=c")),
                row("the same path in another spelling", 401, good.replace("/a%7e?b=c", "/a~?b=c")),
                row("another date", 401, good.replace("Date: " + now, "Date: " + date(-5))),
                row("a second date", 401, good.replace("Date: " + now, "Date: " + now + "\r\nDate: " + now)),
                row("too old", 401, dated(old, kong("date request-line", "date: " + old + "\n" + LINE))),
                row("too far ahead", 401, dated(ahead, kong("date request-line", "date: " + ahead + "\n" + LINE))),
                row(
                        "a date that is none",
                        401,
                        dated(wrongDay, kong("date request-line", "date: " + wrongDay + "\n" + LINE))),
                row(
                        "a signed date that is old beside one that is not",
                        401,
                        get("Date: " + now + "\r\nX-Date: " + old + "\r\n"
                                + kong("x-date request-line", "x-date: " + old + "\n" + LINE))),
                row("no date is signed", 401, dated(now, kong("request-line", LINE))),
                row("no target is signed", 401, dated(now, kong("date", "date: " + now))),
                row(
                        "a field of that name is not the target",
                        401,
                        dated(
                                now,
                                "request-line: x\r\n"
                                        + kong("date request-line", "date: " + now + "\nrequest-line: x"))),
                row(
                        "a field that is not there",
                        401,
                        dated(now, kong("date request-line x-a", "date: " + now + "\n" + LINE + "\nx-a:"))),
                row(
                        "a header twice",
                        401,
                        dated(now, kong("date date request-line", "date: " + now + "\ndate: " + now + "\n" + LINE))),
                row("two spaces", 401, dated(now, kong("date  request-line", "date: " + now + "\n" + LINE))),
                row("no headers", 401, dated(now, kong("", ""))),
                row("an unknown name", 401, good.replace("username=\"key", "username=\"kez")),
                row(
                        "another secret",
                        401,
                        dated(
                                now,
                                credential(
                                        "hmac",
                                        "username",
                                        RequestSigner.of(SignatureAlgorithm.HMAC_SHA256),
                                        ID,
                                        "hmac-sha256",
                                        "date request-line",
                                        "date: " + now + "\n" + LINE))),
                row("another algorithm than the key's", 401, good.replace("hmac-sha256\"", "hmac-sha512\"")),
                row("one that is not offered", 401, good.replace("hmac-sha256\"", "hmac-sha1\"")),
                row("no algorithm", 401, good.replace("algorithm=\"hmac-sha256\", ", "")),
                row("an empty algorithm", 401, good.replace("algorithm=\"hmac-sha256\"", "algorithm=\"\"")),
                row("a parameter twice", 401, good.replace("algorithm=", "headers=\"date\", algorithm=")),
                row("both names", 401, good.replace("algorithm=", "keyId=\"x\", algorithm=")),
                row("one more parameter", 401, good.replace("algorithm=", "realm=\"x\", algorithm=")),
                row("without quotes", 401, good.replace("\"hmac-sha256\"", "hmac-sha256")),
                row("cut off", 401, good.replaceAll("signature=\"[^\"]*\"", "signature=\"")),
                row("no base64", 401, good.replace("signature=\"", "signature=\"!")),
                row("too long", 401, good.replace("signature=\"", "signature=\"" + "A".repeat(5000))),
                row(
                        "a body with another digest",
                        401,
                        post(digest(BODY), BODY.replace("world", "weird"), "date request-line digest", now)),
                row("a digest that is not signed", 401, post(digest(BODY), BODY, "date request-line", now)),
                row("a digest that nobody knows", 401, post("MD5=AAAA", BODY, "date request-line digest", now)));
    }

    @Test
    void onlyWhatIsSignedAsThePolicyWantsItIsLetThrough() {
        List<Arguments> rows = requests().toList();
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = SIGNERS.gateway(backend, "{ hmac: {} }", ", guessing: off")) {
            for (Arguments row : rows) {
                try (WireClient client = gateway.client()) {
                    WireMessage answer = client.send((String) row.get()[2]).answer();
                    assertThat(answer.status()).as("%s: %s", row.get()).isEqualTo(row.get()[1]);
                    if (answer.status() == 401) {
                        assertThat(answer.values("WWW-Authenticate")).containsExactly("hmac realm=\"weir\"");
                    }
                }
            }
            long good = rows.stream().filter(row -> row.get()[1].equals(200)).count();
            assertThat(backend.requests()).hasSize((int) good).allSatisfy(seen -> {
                assertThat(seen.field("Authorization")).isEmpty();
                assertThat(seen.field("X-Consumer-Name")).contains("acme");
            });
        }
    }

    @Test
    void aRequestComesOnceIfThePolicySaysSo() {
        String now = date(0);
        String good = dated(now, kong("date request-line", "date: " + now + "\n" + LINE));
        String before = date(-1);
        String ahead = date(30);
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = SIGNERS.gateway(backend, "{ hmac: { replay: refuse } }", "");
                WireClient client = gateway.client()) {
            assertThat(client.send(good).answer().status()).isEqualTo(200);
            assertThat(client.send(good).answer().status()).isEqualTo(401);
            assertThat(client.send(dated(before, kong("date request-line", "date: " + before + "\n" + LINE)))
                            .answer()
                            .status())
                    .isEqualTo(200);
            assertThat(client.send(dated(ahead, kong("date request-line", "date: " + ahead + "\n" + LINE)))
                            .answer()
                            .status())
                    .as("what may come once may not be far ahead")
                    .isEqualTo(401);
        }
    }

    @Test
    void asMuchOrAsLittleIsSignedAsThePolicySays() {
        String now = date(0);
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = SIGNERS.gateway(backend, "{ hmac: { headers: [host] } }", "");
                WireClient client = gateway.client()) {
            assertThat(client.send(dated(now, kong("date host", "date: " + now + "\nhost: example.com")))
                            .answer()
                            .status())
                    .isEqualTo(200);
            assertThat(client.send(dated(now, kong("date request-line", "date: " + now + "\n" + LINE)))
                            .answer()
                            .status())
                    .isEqualTo(401);
        }
    }
}
