import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A backend of one file that knows version 3 of orders and no other. It answers with what it was asked: method, path, query and
 * body, in a JSON object. Run with {@code java Backend.java 9501}.
 */
class Backend {
    public static void main(String[] arguments) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/", Backend::other);
        server.createContext("/orders/v3", Backend::order);
        server.start();
        System.out.println("listening on " + server.getAddress().getPort());
    }

    private static void order(HttpExchange exchange) throws IOException {
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean made = exchange.getRequestMethod().equals("POST");
        if (made) {
            exchange.getResponseHeaders().set("Location", "/orders/v3/7");
        }
        String body = "{\"asked\":\"" + exchange.getRequestMethod() + " " + exchange.getRequestURI() + "\","
                + "\"sent\":" + (sent.isEmpty() ? "null" : "\"" + sent.replace("\"", "'") + "\"") + ","
                + "\"customer\":{\"id\":\"c1\",\"name\":\"Ann\"},\"state\":\"OPEN\"}";
        answer(exchange, made ? 201 : 200, "application/json", body);
    }

    private static void other(HttpExchange exchange) throws IOException {
        answer(exchange, 404, "application/problem+json", "{\"status\":404,\"detail\":\"only v3 is here\"}");
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
