package io.weir.node.app.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A backend that names itself in its answers. The last path segment chooses: {@code healthz}; {@code slow?ms=N} answers
 * after N milliseconds; {@code fail} answers 500; {@code echo} sends the request's body back; else what was received is
 * told as JSON.
 */
public final class DemoBackend implements AutoCloseable {
    private static final int THREADS = 64;
    private static final int SLOWEST_MILLIS = 60_000;
    private static final Pattern MILLIS = Pattern.compile("(?:^|&)ms=([0-9]{1,6})(?:&|$)");

    private final ObjectMapper json = new ObjectMapper();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final String name;
    private final HttpServer server;

    private DemoBackend(String name, HttpServer server) {
        this.name = name;
        this.server = server;
    }

    /**
     * Starts on the loopback address.
     *
     * @param port 0: the system chooses
     */
    public static DemoBackend start(String name, int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return start(name, address);
    }

    /** Starts on any address. */
    static DemoBackend start(String name, InetSocketAddress address) throws IOException {
        DemoBackend backend = new DemoBackend(name, HttpServer.create(address, 0));
        backend.server.createContext("/", backend::answer);
        backend.server.setExecutor(backend.threads);
        backend.server.start();
        return backend;
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            String path = uri.getRawPath();
            String last = path.substring(path.lastIndexOf('/') + 1);
            if (last.equals("echo")) {
                echo(exchange);
                return;
            }
            exchange.getRequestBody().readAllBytes();
            int status = 200;
            if (last.equals("slow")) {
                pause(uri.getRawQuery());
            } else if (last.equals("fail")) {
                status = 500;
            }
            send(exchange, status, json.writeValueAsBytes(told(exchange)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Object> told(HttpExchange exchange) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("backend", name);
        told.put("method", exchange.getRequestMethod());
        told.put("path", exchange.getRequestURI().toString());
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((field, values) -> headers.put(field, String.join(", ", values)));
        told.put("headers", headers);
        return told;
    }

    private void echo(HttpExchange exchange) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        exchange.getResponseHeaders().set("Content-Type", type == null ? "application/octet-stream" : type);
        exchange.getResponseHeaders().set("X-Backend", name);
        exchange.sendResponseHeaders(200, 0);
        try (InputStream body = exchange.getRequestBody()) {
            body.transferTo(exchange.getResponseBody());
        }
    }

    private void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            exchange.getResponseBody().write(body);
        }
    }

    private static void pause(@Nullable String query) throws InterruptedException {
        Matcher millis = MILLIS.matcher(query == null ? "" : query);
        Thread.sleep(millis.find() ? Math.min(SLOWEST_MILLIS, Integer.parseInt(millis.group(1))) : 1000);
    }
}
