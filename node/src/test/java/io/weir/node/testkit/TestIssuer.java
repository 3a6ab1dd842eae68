package io.weir.node.testkit;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer of tokens that signs for real, with keys that it publishes and rotates. It can also fail. Thread-safe. */
public final class TestIssuer implements AutoCloseable {
    public static final String DISCOVERY = "/.well-known/openid-configuration";
    public static final String JWKS = "/jwks";
    public static final String INTROSPECT = "/introspect";
    /** Who the gateway is here. */
    public static final String CLIENT = "weir & co";

    public static final String SECRET = "s3cret:%+/";

    /** Its logins of people. */
    public TestLogins logins() {
        return logins;
    }

    /** A token that it has issued, and that says nothing itself. */
    public String opaque(Map<String, ?> answer) {
        String token = "opaque-" + opaque.size() + "/+= &%";
        opaque.put(token, JSONObjectUtils.toJSONString(answer));
        return token;
    }

    /** Answers that it is not active from now on. */
    public void forget(String token) {
        opaque.remove(token);
    }

    /** How it answers. */
    public enum Mood {
        WELL,
        ERROR_500,
        GARBAGE,
        /** Keeps callers waiting until it is {@link #WELL} again; then they are answered. */
        SILENT
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "test-issuer");
        thread.setDaemon(true);
        return thread;
    });
    private final List<TestKey> published = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final Map<String, String> documents = new ConcurrentHashMap<>();
    private final Map<String, String> opaque = new ConcurrentHashMap<>();
    private final TestLogins logins = new TestLogins(this);
    private volatile Mood mood = Mood.WELL;
    private volatile CountDownLatch silence = new CountDownLatch(0);
    private volatile TestKey signing = TestKey.of("ES256", "first");

    private TestIssuer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        published.add(signing);
        server.start();
    }

    public static TestIssuer start() {
        try {
            return new TestIssuer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its {@code iss}. */
    public String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public String jwks() {
        return issuer() + JWKS;
    }

    /** How often a path was asked for. */
    public int asked(String path) {
        return asked.computeIfAbsent(path, any -> new AtomicInteger()).get();
    }

    public void mood(Mood next) {
        CountDownLatch before = silence;
        silence = new CountDownLatch(next == Mood.SILENT ? 1 : 0);
        mood = next;
        before.countDown();
    }

    /** Signs with a new key from now on, and publishes it beside the others. */
    public TestKey rotate(TestKey next) {
        publish(next);
        signing = next;
        return next;
    }

    public void publish(TestKey key) {
        published.add(key);
    }

    public void withdraw(TestKey key) {
        published.remove(key);
    }

    /** What it signs with. */
    public TestKey key() {
        return signing;
    }

    /** Answers {@code path} with {@code text} from now on. */
    public void document(String path, String text) {
        documents.put(path, text);
    }

    /** Claims that are good for {@code audience} for the next minutes. */
    public Map<String, Object> claims(String subject, String audience) {
        long now = Instant.now().getEpochSecond();
        return new HashMap<>(Map.of(
                "iss", issuer(), "sub", subject, "aud", audience, "iat", now, "exp", now + 600, "scope", "read write"));
    }

    /** A good token. */
    public String token(String subject, String audience) {
        return signing.sign(claims(subject, audience));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.computeIfAbsent(path, any -> new AtomicInteger()).incrementAndGet();
            switch (mood) {
                case ERROR_500 -> send(exchange, 500, "{}");
                case GARBAGE -> send(exchange, 200, "<html>what?</html>");
                case SILENT -> {
                    silence.await();
                    send(exchange, path, body);
                }
                case WELL -> send(exchange, path, body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(HttpExchange exchange, String path, String body) throws IOException {
        String document = documents.get(path);
        if (document != null) {
            send(exchange, 200, document);
        } else if (path.equals(DISCOVERY)) {
            Map<String, Object> about = new HashMap<>(Map.of("issuer", issuer(), "jwks_uri", jwks()));
            about.putAll(logins.endpoints());
            send(exchange, 200, JSONObjectUtils.toJSONString(about));
        } else if (path.equals(JWKS)) {
            List<Map<String, Object>> keys =
                    published.stream().map(TestKey::jwk).toList();
            send(exchange, 200, JSONObjectUtils.toJSONString(Map.of("keys", keys)));
        } else if (path.equals(TestLogins.AUTHORIZE)) {
            logins.authorize(exchange);
        } else if (path.equals(TestLogins.TOKEN)) {
            logins.token(exchange, TestForm.read(body));
        } else if (path.equals(INTROSPECT)) {
            introspect(exchange, TestForm.read(body));
        } else {
            send(exchange, 404, "{}");
        }
    }

    private void introspect(HttpExchange exchange, Map<String, String> form) throws IOException {
        if (!TestForm.basic(CLIENT, SECRET).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, "{\"error\":\"invalid_client\"}");
        } else {
            send(exchange, 200, opaque.getOrDefault(form.get("token"), "{\"active\":false}"));
        }
    }

    static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        mood(Mood.ERROR_500);
        server.stop(0);
        threads.shutdownNow();
    }
}
