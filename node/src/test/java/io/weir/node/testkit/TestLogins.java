package io.weir.node.testkit;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Logins of people at a {@link TestIssuer}: whoever comes is {@link #user}; everything a client has to show is checked. */
public final class TestLogins {
    static final String AUTHORIZE = "/authorize";
    static final String TOKEN = "/token";

    private final TestIssuer issuer;
    private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
    private volatile String user = "ann";
    private volatile UnaryOperator<Map<String, Object>> change = claims -> claims;
    private volatile boolean endsSessions;

    TestLogins(TestIssuer issuer) {
        this.issuer = issuer;
    }

    /** Who logs in from now on. */
    public void user(String name) {
        user = name;
    }

    /** What ID tokens say differs by this from now on. */
    public void idTokens(UnaryOperator<Map<String, Object>> otherwise) {
        change = otherwise;
    }

    /** Says from now on where sessions at the issuer can be ended. */
    public void endSessions() {
        endsSessions = true;
    }

    Map<String, Object> endpoints() {
        Map<String, Object> endpoints = new HashMap<>(Map.of(
                "authorization_endpoint", issuer.issuer() + AUTHORIZE, "token_endpoint", issuer.issuer() + TOKEN));
        if (endsSessions) {
            endpoints.put("end_session_endpoint", issuer.issuer() + "/end");
        }
        return endpoints;
    }

    void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> query = TestForm.read(exchange.getRequestURI().getRawQuery());
        boolean good = "code".equals(query.get("response_type"))
                && TestIssuer.CLIENT.equals(query.get("client_id"))
                && Arrays.asList(query.getOrDefault("scope", "").split(" ")).contains("openid")
                && "S256".equals(query.get("code_challenge_method"))
                && query.getOrDefault("code_challenge", "").length() == 43
                && query.containsKey("nonce")
                && query.containsKey("redirect_uri");
        if (!good) {
            TestIssuer.send(exchange, 400, "{}");
            return;
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, query);
        exchange.getResponseHeaders()
                .add(
                        "Location",
                        query.get("redirect_uri") + "?code=" + code + "&state=" + query.get("state") + "&iss="
                                + URLEncoder.encode(issuer.issuer(), StandardCharsets.UTF_8));
        exchange.sendResponseHeaders(302, -1);
    }

    void token(HttpExchange exchange, Map<String, String> form) throws IOException {
        if (!TestForm.basic(TestIssuer.CLIENT, TestIssuer.SECRET)
                .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            TestIssuer.send(exchange, 401, "{\"error\":\"invalid_client\"}");
            return;
        }
        Map<String, String> asked = codes.getOrDefault(form.getOrDefault("code", ""), Map.of());
        codes.remove(form.getOrDefault("code", ""));
        boolean good = !asked.isEmpty()
                && "authorization_code".equals(form.get("grant_type"))
                && Objects.equals(asked.get("redirect_uri"), form.get("redirect_uri"))
                && challenge(form.getOrDefault("code_verifier", "")).equals(asked.get("code_challenge"));
        if (!good) {
            TestIssuer.send(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        Map<String, Object> claims = issuer.claims(user, TestIssuer.CLIENT);
        claims.remove("scope");
        claims.put("nonce", asked.getOrDefault("nonce", ""));
        claims.put("email", user + "@example.com");
        claims.put("roles", List.of("staff"));
        String idToken = issuer.key().sign(change.apply(claims));
        TestIssuer.send(
                exchange,
                200,
                JSONObjectUtils.toJSONString(Map.of(
                        "access_token",
                        "x",
                        "token_type",
                        "Bearer",
                        "scope",
                        asked.getOrDefault("scope", ""),
                        "id_token",
                        idToken)));
    }

    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64URL.encode(hash).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
