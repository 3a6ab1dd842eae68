package io.weir.node.dataplane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** RFC 9111 over real sockets, against a backend that remembers what it was asked. */
final class CacheOnTheWireTest {
    private static String document(TestBackend backend) {
        return """
                weir: 1
                listeners: [ { name: public, address: 127.0.0.1:0 } ]
                upstreams: [ { name: origin, endpoints: [ "%s" ] } ]
                policies:
                  - { name: cache, cache: { memory: 16MiB, max-entry: 4MiB } }
                routes:
                  - { name: all, match: { path: /** }, policies: [ cache ], to: origin }
                """
                .formatted(backend.address());
    }

    private static String answer(String fields, String body) {
        return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** What a client and a backend see of each other. */
    private record Scene(TestBackend backend, TestGateway gateway, WireClient client) implements AutoCloseable {
        static Scene of(Function<WireMessage, String> answer) {
            TestBackend backend = TestBackend.answering(answer);
            TestGateway gateway = TestGateway.start(document(backend));
            return new Scene(backend, gateway, gateway.client());
        }

        int asked() {
            return backend.requests().size();
        }

        @Override
        public void close() {
            client.close();
            gateway.close();
            backend.close();
        }
    }

    @Test
    void whatIsFreshIsAnsweredWithoutTheBackend() {
        try (Scene scene = Scene.of(request -> answer("Cache-Control: max-age=60\r\nX-Own: 1\r\n", "hello"))) {
            WireMessage first = scene.client.get("/a");
            WireMessage second = scene.client.get("/a");

            assertEquals("weir; fwd=uri-miss; fwd-status=200; stored", first.field("Cache-Status").orElse(""));
            assertEquals("hello", second.body());
            assertEquals("0", second.field("Age").orElse(""));
            assertEquals("weir; hit; ttl=60", second.field("Cache-Status").orElse(""));
            assertEquals("1", second.field("X-Own").orElse(""));
            assertEquals(1, scene.asked());
            assertTrue(second.field("Date").isPresent());
        }
    }
}
