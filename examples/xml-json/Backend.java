import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Keeps one order, in JSON: GET tells it, PUT replaces it. */
public final class Backend {
    private static volatile byte[] order =
            "{\"order\":{\"@id\":\"a7\",\"customer\":\"Ann\",\"line\":[{\"item\":\"tea\",\"count\":2}],\"paid\":false}}"
                    .getBytes(StandardCharsets.UTF_8);

    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/order", exchange -> {
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            byte[] sent = exchange.getRequestBody().readAllBytes();
            boolean put = exchange.getRequestMethod().equals("PUT");
            boolean good = !put || "application/json".equals(type);
            if (put && good) {
                order = sent;
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            byte[] answer = order;
            exchange.sendResponseHeaders(good ? 200 : 415, answer.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(answer);
            }
        });
        server.start();
        System.out.println("listening on " + server.getAddress().getPort());
    }
}
