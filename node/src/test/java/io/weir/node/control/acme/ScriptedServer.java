package io.weir.node.control.acme;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;

/** Something that speaks ACME without checking anything, up to the point where it is told to say something else. */
final class ScriptedServer implements AutoCloseable {
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    static {
        // Or each answer waits 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile BiFunction<String, Reply, Reply> twist = (path, usual) -> usual;

    /**
     * @param fields of the head
     * @param missing so many bytes of the body are announced and do not come
     */
    record Reply(int status, String type, String body, Map<String, String> fields, int missing) {
        Reply(int status, String type, String body, Map<String, String> fields) {
            this(status, type, body, fields, 0);
        }

        static Reply problem(int status, String kind, String detail, Map<String, String> fields) {
            String body = "{\"type\":\"urn:ietf:params:acme:error:" + kind + "\",\"detail\":" + detail + "}";
            return new Reply(status, PROBLEM, body, fields);
        }

        Reply saying(String other) {
            return new Reply(status, type, other, fields);
        }

        Reply stopping() {
            return new Reply(status, type, body, fields, 1);
        }
    }

    ScriptedServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** From now on; given the path and what would be answered. */
    void twist(BiFunction<String, Reply, Reply> next) {
        twist = next;
    }

    String directory() {
        return at("/dir");
    }

    private String at(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            Reply reply = twist.apply(path, usual(path));
            exchange.getResponseHeaders().set("Content-Type", reply.type);
            exchange.getResponseHeaders().set("Replay-Nonce", "bm9uY2U");
            reply.fields.forEach(exchange.getResponseHeaders()::set);
            byte[] body = reply.body.getBytes(StandardCharsets.UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            boolean bodiless = head || body.length == 0;
            exchange.sendResponseHeaders(reply.status, bodiless ? -1 : body.length + reply.missing);
            if (!bodiless) {
                OutputStream out = exchange.getResponseBody();
                out.write(body);
                out.flush();
                if (reply.missing > 0) {
                    awaitEnd();
                }
                out.close();
            }
        }
    }

    private void awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply usual(String path) {
        String order = "{\"status\":\"ready\",\"identifiers\":[{\"type\":\"dns\",\"value\":\"shop.test\"}],"
                + "\"authorizations\":[\"" + at("/authz") + "\"],\"finalize\":\"" + at("/finalize") + "\"}";
        return switch (path) {
            case "/dir" ->
                json(
                        200,
                        "{\"newNonce\":\"" + at("/nonce") + "\",\"newAccount\":\"" + at("/account")
                                + "\",\"newOrder\":\"" + at("/order") + "\"}");
            case "/nonce" -> json(200, "");
            case "/account" -> located(json(201, "{\"status\":\"valid\"}"), "/account/1");
            case "/order" -> located(json(201, order), "/order/1");
            case "/authz" ->
                json(
                        200,
                        "{\"status\":\"pending\",\"identifier\":{\"type\":\"dns\",\"value\":\"shop.test\"},\"challenges\":"
                                + "[{\"type\":\"http-01\",\"status\":\"pending\",\"token\":\"dG9rZW4\",\"url\":\""
                                + at("/challenge") + "\"}]}");
            case "/challenge" ->
                json(
                        200,
                        "{\"type\":\"http-01\",\"status\":\"valid\",\"token\":\"dG9rZW4\",\"url\":\"" + at("/challenge")
                                + "\"}");
            case "/certificate" -> new Reply(200, "application/pem-certificate-chain", "", Map.of());
            default ->
                json(
                        200,
                        order.replace("ready", "valid")
                                .replace("}", ",\"certificate\":\"" + at("/certificate") + "\"}"));
        };
    }

    private static Reply json(int status, String body) {
        return new Reply(status, JSON, body, Map.of());
    }

    private Reply located(Reply reply, String path) {
        return new Reply(reply.status, reply.type, reply.body, Map.of("Location", at(path)));
    }

    @Override
    public void close() {
        ended.countDown();
        server.stop(0);
    }
}
