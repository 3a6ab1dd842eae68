package io.weir.node.filter.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.weir.node.decide.auth.TokenRules;
import io.weir.node.filter.auth.token.TokenJudge.Outcome;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.testkit.TestKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TokenVerifierTest {
    private static final TestKey EC = TestKey.of("ES256", "ec");
    private static final TestKey RSA = TestKey.of("RS256", "rsa");
    private static final TestKey ED = TestKey.of("EdDSA", "ed");
    private static final String RFC_PAYLOAD =
            "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    private final AtomicLong seconds = new AtomicLong(1_300_819_000);
    private final AtomicInteger worked = new AtomicInteger();
    private final Clock clock = new Clock() {
        @Override
        public long nanos() {
            return seconds.get() * 1_000_000_000;
        }

        @Override
        public long seconds() {
            return seconds.get();
        }
    };

    private record Fixed(KeySet keys) implements Keys {
        @Override
        public boolean await(Executor loop, Runnable then) {
            return false;
        }

        @Override
        public boolean search(Executor loop, Runnable then) {
            return false;
        }
    }

    private TokenVerifier verifier(KeySet keys, TokenRules rules, String... algorithms) {
        BoundedWork work = new BoundedWork(
                task -> {
                    worked.incrementAndGet();
                    task.run();
                },
                1,
                10);
        return new TokenVerifier(new Fixed(keys), Set.of(algorithms), rules, work, clock);
    }

    private static TokenRules joe() {
        return new TokenRules("joe", Set.of(), Map.of(), 0, 0, "");
    }

    private static KeySet jwks(Map<?, ?>... keys) {
        try {
            String text = JSONObjectUtils.toJSONString(Map.of("keys", List.of(keys)));
            return KeyTexts.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static KeySet shared(byte[] secret) {
        return new KeySet(List.of(Objects.requireNonNull(VerifyingKey.ofSecret(secret))));
    }

    private static Map<String, Object> claims() {
        return new HashMap<>(Map.of("iss", "joe", "exp", 1_300_819_380));
    }

    private static Outcome verify(TokenVerifier verifier, String token) {
        byte[] bytes = token.getBytes(StandardCharsets.ISO_8859_1);
        CompletableFuture<Outcome> later = new CompletableFuture<>();
        Outcome now = verifier.verify(hash(bytes), bytes, Runnable::run, later::complete);
        return now == null ? later.join() : now;
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(String token) {
        return Base64URL.from(token).decodeToString();
    }

    static Stream<Arguments> examples() {
        return Stream.of(
                Arguments.of(
                        "RFC 7515 A.2",
                        jwks(Map.of(
                                "kty",
                                "RSA",
                                "n",
                                "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL"
                                        + "-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e"
                                        + "-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9"
                                        + "_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
                                "e",
                                "AQAB")),
                        "eyJhbGciOiJSUzI1NiJ9." + RFC_PAYLOAD
                                + ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujG"
                                + "bds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0G"
                                + "arZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgG"
                                + "Y9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"),
                Arguments.of(
                        "RFC 7515 A.3",
                        jwks(Map.of(
                                "kty",
                                "EC",
                                "crv",
                                "P-256",
                                "x",
                                "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                                "y",
                                "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")),
                        "eyJhbGciOiJFUzI1NiJ9." + RFC_PAYLOAD
                                + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void theExamplesOfTheStandardAreGoodUntilTheyEnd(String name, KeySet keys, String token) {
        TokenVerifier verifier = verifier(keys, joe());
        seconds.set(1_300_819_379);
        assertThat(verify(verifier, token)).isInstanceOf(Outcome.Good.class);
        seconds.set(1_300_819_380);
        assertThat(verify(verifier, token)).isEqualTo(Outcome.BAD);
        assertThat(verifier.known(hash(token.getBytes(StandardCharsets.US_ASCII))))
                .isNull();
    }

    @Test
    void theExampleWithASharedSecretIsGoodOnlyWithTheSecret() {
        String token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + RFC_PAYLOAD
                + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        Base64URL secret = Base64URL.from(
                "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
        KeySet good = shared(secret.decode());
        assertThat(verify(verifier(good, joe()), token)).isInstanceOf(Outcome.Good.class);
        assertThat(worked).as("too quick for a worker").hasValue(0);
        KeySet other = shared(new byte[64]);
        assertThat(verify(verifier(other, joe()), token)).isEqualTo(Outcome.BAD);
    }

    @Test
    void theExampleOfEd25519IsGood() {
        KeySet keys = jwks(Map.of("kty", "OKP", "crv", "Ed25519", "x", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"));
        Jws token = Jws.parse(
                ("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhij"
                                + "cNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg")
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(keys.keys().get(0).verify(Objects.requireNonNull(token)))
                .as("RFC 8037 A.4")
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
    void everyAlgorithmIsCheckedForRealAndOnlyWhereThePolicyAllowsIt(String algorithm) {
        TestKey key = algorithm.matches("[RP]S.*") ? RSA.as(algorithm, "k") : TestKey.of(algorithm, "k");
        KeySet keys = jwks(key.jwk());
        String token = key.sign(claims());
        assertThat(verify(verifier(keys, joe()), token)).isInstanceOf(Outcome.Good.class);
        assertThat(verify(verifier(keys, joe(), algorithm), token)).isInstanceOf(Outcome.Good.class);
        String other = algorithm.equals("ES256") ? "RS256" : "ES256";
        assertThat(verify(verifier(keys, joe(), other), token)).isEqualTo(Outcome.BAD);
        TestKey stranger =
                algorithm.matches("[RP]S.*") ? TestKey.of("RS256", "k").as(algorithm, "k") : TestKey.of(algorithm, "k");
        assertThat(verify(verifier(keys, joe()), stranger.sign(claims()))).isEqualTo(Outcome.BAD);
    }

    static Stream<Arguments> forgeries() {
        String good = EC.sign(claims());
        String[] parts = good.split("\\.");
        String json = JSONObjectUtils.toJSONString(claims());
        byte[] publicKey = RSA.publicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64URL.encode(publicKey) + "\n-----END PUBLIC KEY-----\n";
        TestKey stranger = TestKey.of("ES256", "ec");
        return Stream.of(
                forged("none", Base64URL.encode("{\"alg\":\"none\"}") + "." + parts[1] + "."),
                forged(
                        "none with a signature",
                        Base64URL.encode("{\"alg\":\"none\"}") + "." + parts[1] + "." + parts[2]),
                forged("None in another case", EC.sign(Map.of("alg", "nOnE"), claims())),
                forged("no algorithm", EC.signParts("{\"kid\":\"ec\"}", json)),
                forged("an algorithm that is no text", EC.signParts("{\"alg\":[\"ES256\"],\"kid\":\"ec\"}", json)),
                forged(
                        "a public key (DER) taken for a secret",
                        TestKey.signWithSecret(publicKey, "HS256", "{\"alg\":\"HS256\",\"kid\":\"rsa\"}", json)),
                forged(
                        "a public key (PEM) taken for a secret",
                        TestKey.signWithSecret(
                                pem.getBytes(StandardCharsets.US_ASCII),
                                "HS256",
                                "{\"alg\":\"HS256\",\"kid\":\"rsa\"}",
                                json)),
                forged("the algorithm of another key", EC.sign(Map.of("kid", "rsa"), claims())),
                forged("a key's name and another's signature", stranger.sign(claims())),
                forged("an unknown name", EC.sign(Map.of("kid", "other"), claims())),
                forged("a path for a name", EC.sign(Map.of("kid", "../../../../dev/null"), claims())),
                forged("a statement for a name", EC.sign(Map.of("kid", "x' UNION SELECT 'ec"), claims())),
                forged("a huge name", EC.sign(Map.of("kid", "k".repeat(257)), claims())),
                forged("an empty name", EC.sign(Map.of("kid", ""), claims())),
                forged("a number for a name", EC.sign(Map.of("kid", 7), claims())),
                forged("its own key in the header", stranger.sign(Map.of("kid", "x", "jwk", stranger.jwk()), claims())),
                forged("its own key under our name", stranger.sign(Map.of("jwk", stranger.jwk()), claims())),
                forged("where its key is (jku)", stranger.sign(Map.of("jku", "http://127.0.0.1:1/"), claims())),
                forged("where its certificate is (x5u)", stranger.sign(Map.of("x5u", "http://127.0.0.1:1/"), claims())),
                forged("its own certificate (x5c)", stranger.sign(Map.of("x5c", List.of("MIIB")), claims())),
                forged(
                        "an extension that must be understood",
                        EC.sign(Map.of("crit", List.of("exp"), "exp", 1), claims())),
                forged("b64 as RFC 7797 has it", EC.sign(Map.of("crit", List.of("b64"), "b64", false), claims())),
                forged("an empty list of extensions", EC.sign(Map.of("crit", List.of()), claims())),
                forged("compressed", EC.sign(Map.of("zip", "DEF"), claims())),
                forged("an encrypted token's header", EC.sign(Map.of("enc", "A128GCM"), claims())),
                forged("five parts", good + ".a.b"),
                forged("four parts", good + "."),
                forged("two parts", parts[0] + "." + parts[1]),
                forged("no signature", parts[0] + "." + parts[1] + "."),
                forged("no payload", parts[0] + ".." + parts[2]),
                forged("another payload", parts[0] + "." + Base64URL.encode(json + " ") + "." + parts[2]),
                forged("padding", good + "=="),
                forged("standard base64", good.replace('-', '+').replace('_', '/') + "+"),
                forged("a signature of noughts", parts[0] + "." + parts[1] + "." + Base64URL.encode(new byte[64])),
                forged("white space", " " + good),
                forged("a claim twice", EC.signText(Map.of(), "{\"iss\":\"eve\"," + json.substring(1))),
                forged("an algorithm twice", EC.signParts("{\"alg\":\"none\",\"alg\":\"ES256\",\"kid\":\"ec\"}", json)),
                forged("no object", EC.signText(Map.of(), "[" + json + "]")),
                forged("something behind the object", EC.signText(Map.of(), json + "{}")),
                forged("no JSON", EC.signText(Map.of(), "iss=joe")),
                forged("deep nesting", EC.signText(Map.of(), "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}")),
                forged(
                        "a number without end",
                        EC.signText(Map.of(), "{\"iss\":\"joe\",\"exp\":" + "9".repeat(500) + "}")),
                forged("nothing", ""),
                forged("dots", ".."),
                forged("too large", EC.sign(with("x", "x".repeat(TokenJudge.LONGEST)))));
    }

    private static Map<String, Object> with(String name, Object value) {
        Map<String, Object> claims = claims();
        claims.put(name, value);
        return claims;
    }

    private static Arguments forged(String reason, String token) {
        return Arguments.of(reason, token);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgeries")
    void aForgeryIsRefusedAndStaysSo(String reason, String token) {
        TokenVerifier verifier = verifier(jwks(EC.jwk(), RSA.jwk(), ED.jwk()), joe());
        assertThat(verify(verifier, token)).as(reason).isEqualTo(Outcome.BAD);
        assertThat(verify(verifier, token)).as(reason).isEqualTo(Outcome.BAD);
        assertThat(verifier.known(hash(token.getBytes(StandardCharsets.ISO_8859_1))))
                .isNull();
        assertThat(worked.get()).as("checked by a worker once at most").isLessThanOrEqualTo(1);
    }

    @Test
    void noTokenThatDiffersInOneCharacterOrSoIsGood() {
        TokenVerifier verifier = verifier(jwks(EC.jwk(), RSA.jwk(), ED.jwk()), joe());
        for (long seed = 1; seed <= 3; seed++) {
            Random random = new Random(seed);
            String good = List.of(EC, RSA, ED).get((int) seed - 1).sign(claims());
            for (int i = 0; i < 250; i++) {
                String mutant = mutate(good, random);
                if (!mutant.equals(good)) {
                    assertThat(verify(verifier, mutant))
                            .as("seed " + seed + " " + mutant)
                            .isEqualTo(Outcome.BAD);
                }
            }
            assertThat(verify(verifier, good)).isInstanceOf(Outcome.Good.class);
        }
    }

    private static String mutate(String token, Random random) {
        StringBuilder text = new StringBuilder(token);
        int at = random.nextInt(text.length());
        switch (random.nextInt(5)) {
            case 0 -> text.setCharAt(at, (char) random.nextInt(256));
            case 1 -> text.insert(at, (char) random.nextInt(256));
            case 2 -> text.deleteCharAt(at);
            case 3 -> text.setLength(at);
            default -> text.append(token, at, text.length());
        }
        return text.toString();
    }

    @Test
    void aTokenWithoutAKeysNameIsTriedWithAllKeysThatSuit() {
        TestKey other = TestKey.of("ES256", "other");
        TokenVerifier verifier = verifier(jwks(other.jwk(), EC.jwk(), RSA.jwk()), joe());
        String nameless = EC.signParts("{\"alg\":\"ES256\"}", JSONObjectUtils.toJSONString(claims()));
        assertThat(read(nameless.split("\\.")[0])).doesNotContain("kid");
        assertThat(verify(verifier, nameless)).isInstanceOf(Outcome.Good.class);
    }

    @Test
    void aKeyThatTheIssuerWithdrawsTakesItsTokensWithIt() {
        KeySet[] now = {jwks(EC.jwk(), RSA.jwk())};
        Keys keys = new Keys() {
            @Override
            public KeySet keys() {
                return now[0];
            }

            @Override
            public boolean await(Executor loop, Runnable then) {
                return false;
            }

            @Override
            public boolean search(Executor loop, Runnable then) {
                return false;
            }
        };
        TokenVerifier verifier = new TokenVerifier(keys, Set.of(), joe(), new BoundedWork(Runnable::run, 1, 9), clock);
        String token = EC.sign(claims());
        byte[] hash = hash(token.getBytes(StandardCharsets.US_ASCII));
        assertThat(verify(verifier, token)).isInstanceOf(Outcome.Good.class);
        now[0] = jwks(RSA.jwk(), EC.jwk());
        assertThat(verifier.known(hash))
                .as("read again, the key is still there")
                .isNotNull();
        now[0] = jwks(RSA.jwk());
        assertThat(verifier.known(hash)).isNull();
        assertThat(verify(verifier, token)).isEqualTo(Outcome.BAD);
        now[0] = jwks(EC.jwk());
        assertThat(verify(verifier, token)).as("a refusal is of its time").isInstanceOf(Outcome.Good.class);
    }

    @Test
    void aTokenThatBeginsLaterIsGoodThen() {
        TokenVerifier verifier = verifier(jwks(EC.jwk()), joe());
        String token = EC.sign(with("nbf", 1_300_819_100));
        assertThat(verify(verifier, token)).isEqualTo(Outcome.BAD);
        seconds.set(1_300_819_100);
        assertThat(verify(verifier, token)).isInstanceOf(Outcome.Good.class);
    }

    @Test
    void withTooMuchToDoNothingIsSaidAboutAToken() {
        BoundedWork full = new BoundedWork(task -> {}, 1, 2);
        TokenVerifier verifier = new TokenVerifier(new Fixed(jwks(EC.jwk())), Set.of(), joe(), full, clock);
        UnaryOperator<String> ask = subject -> {
            byte[] token = EC.sign(with("sub", subject)).getBytes(StandardCharsets.US_ASCII);
            return String.valueOf(verifier.verify(hash(token), token, Runnable::run, outcome -> {}));
        };
        assertThat(Arrays.asList(ask.apply("a"), ask.apply("b"), ask.apply("c")))
                .containsExactly("null", "null", Outcome.UNKNOWN.toString());
    }

    @Test
    void whatIsRememberedIsBounded() {
        TokenTable<Slot> table = new TokenTable<>(64);
        Random random = new Random(5);
        byte[] often = new byte[32];
        random.nextBytes(often);
        table.put(new Slot(often), 0);
        int kept = 0;
        byte[][] all = new byte[1000][32];
        for (byte[] hash : all) {
            random.nextBytes(hash);
            table.put(new Slot(hash), 0);
            kept += table.find(often) == null ? 0 : 1;
        }
        long found = Arrays.stream(all).filter(hash -> table.find(hash) != null).count();
        assertThat(found).isLessThanOrEqualTo(64);
        assertThat(table.find(all[999])).isNotNull();
        assertThat(kept).as("what is asked for stays longer than what is not").isGreaterThan(50);
    }

    private static final class Slot extends TokenTable.Entry {
        Slot(byte[] hash) {
            super(hash.clone(), 100);
        }
    }
}
