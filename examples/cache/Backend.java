import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A backend of one file that counts what it was asked. {@code /minute} may be stored for a minute, {@code /page} has to be asked
 * about each time and has not changed, {@code /own} may not be stored. Run with {@code java Backend.java 9401}.
 */
class Backend {
    private static final AtomicInteger ASKED = new AtomicInteger();

    public static void main(String[] arguments) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/minute", exchange -> answer(exchange, "max-age=60"));
        server.createContext("/page", Backend::page);
        server.createContext("/own", exchange -> answer(exchange, "private"));
        server.start();
        System.out.println("listening on " + server.getAddress().getPort());
    }

    private static void page(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("ETag", "\"1\"");
        if ("\"1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            ASKED.incrementAndGet();
            exchange.getResponseHeaders().set("Cache-Control", "no-cache");
            exchange.sendResponseHeaders(304, -1);
            exchange.close();
        } else {
            answer(exchange, "no-cache");
        }
    }

    private static void answer(HttpExchange exchange, String control) throws IOException {
        byte[] body = ("answer " + ASKED.incrementAndGet() + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Cache-Control", control);
        exchange.getResponseHeaders().set("Cache-Tag", "example");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
