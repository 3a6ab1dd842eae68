package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.EveryTransport;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests and answers of every kind by chance, pipelined and cut anywhere: each answer belongs to its request. */
@ExtendWith(NoLeaks.class)
final class RandomTrafficTest {
    private static final int SEEDS = 25;
    private static final int REQUESTS = 30;
    private static final int LONGEST_BODY = 70_000;

    /** What is sent, and what must come back. */
    private record Wanted(String request, boolean head, String body) {}

    private static String body(Random random, String mark) {
        int length =
                switch (random.nextInt(4)) {
                    case 0 -> 0;
                    case 1 -> random.nextInt(100);
                    case 2 -> random.nextInt(5_000);
                    default -> random.nextInt(LONGEST_BODY);
                };
        return (mark + "\r\n0\r\n\r\n").repeat(length / (mark.length() + 7) + 1).substring(0, length);
    }

    private static String chunks(Random random, String body) {
        StringBuilder wire = new StringBuilder();
        for (int at = 0; at < body.length(); ) {
            int size = Math.min(1 + random.nextInt(8_000), body.length() - at);
            wire.append(Integer.toHexString(size))
                    .append("\r\n")
                    .append(body, at, at + size)
                    .append("\r\n");
            at += size;
        }
        return wire.append("0\r\n\r\n").toString();
    }

    private static String framed(Random random, String body) {
        return random.nextBoolean()
                ? "Content-Length: " + body.length() + "\r\n\r\n" + body
                : "Transfer-Encoding: chunked\r\n\r\n" + chunks(random, body);
    }

    private static Wanted wanted(Random random, int number) {
        String start = " /" + number + " HTTP/1.1\r\nHost: a\r\nX-Seed: " + random.nextInt() + "\r\n";
        return switch (random.nextInt(6)) {
            case 0 -> new Wanted("HEAD" + start + "\r\n", true, "");
            case 1 -> new Wanted("GET /ping HTTP/1.1\r\nHost: a\r\n\r\n", false, "pong");
            case 2 -> {
                String unread = body(random, "u").substring(0, 0) + "u".repeat(random.nextInt(5_000));
                yield new Wanted(
                        "POST /ping HTTP/1.1\r\nHost: a\r\nContent-Length: " + unread.length() + "\r\n\r\n" + unread,
                        false,
                        "pong");
            }
            case 3 -> new Wanted("GET" + start + "\r\n", false, number + "::");
            default -> {
                String sent = body(random, "q" + number);
                yield new Wanted("PUT" + start + framed(random, sent), false, number + ":" + sent.hashCode() + ":");
            }
        };
    }

    /** Names the request it answers, in any framing, sometimes with an interim answer before. */
    private static void answer(TestBackend.Connection connection) throws IOException {
        while (true) {
            WireMessage request = connection.request();
            Random random = new Random(Integer.parseInt(request.field("X-Seed").orElseThrow()));
            String hash = request.body().isEmpty() && request.method().equals("GET")
                    ? ""
                    : "" + request.body().hashCode();
            String body = request.target().substring(1) + ":" + hash + ":" + body(random, "a");
            String interim = random.nextInt(8) == 0 ? "HTTP/1.1 100 Continue\r\n\r\n" : "";
            if (request.method().equals("HEAD")) {
                connection.write(interim + "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n");
            } else if (random.nextInt(6) == 0) {
                connection.write(interim + "HTTP/1.1 200 OK\r\nX-Target: " + request.target() + "\r\n\r\n" + body);
                return;
            } else {
                String close = random.nextInt(6) == 0 ? "Connection: close\r\n" : "";
                connection.write(interim + "HTTP/1.1 200 OK\r\n" + close + framed(random, body));
                if (!close.isEmpty()) {
                    return;
                }
            }
        }
    }

    private static void send(WireClient client, Random random, String bytes) {
        for (int at = 0; at < bytes.length(); ) {
            int piece = random.nextInt(3) == 0 ? 1 + random.nextInt(40) : 1 + random.nextInt(60_000);
            int end = Math.min(at + piece, bytes.length());
            client.send(bytes.substring(at, end));
            at = end;
        }
    }

    @EveryTransport
    void eachAnswerBelongsToItsRequest(Transport transport) throws InterruptedException {
        String ping = "  - { name: ping, match: { path: /ping }, respond: { body: pong } }\n";
        try (TestBackend backend = TestBackend.playing(RandomTrafficTest::answer);
                TestGateway gateway = TestGateway.start(
                        transport, Documents.to(backend).more(ping).toString())) {
            for (int seed = 0; seed < SEEDS; seed++) {
                exchange(gateway, seed);
            }
            Await.until(() -> "nothing in flight", () -> gateway.inFlight() == 0);
        }
    }

    private static void exchange(TestGateway gateway, int seed) throws InterruptedException {
        Random random = new Random(seed);
        List<Wanted> all = new ArrayList<>();
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < REQUESTS; i++) {
            Wanted one = wanted(random, i);
            all.add(one);
            bytes.append(one.request);
        }
        try (WireClient client = gateway.client()) {
            Thread sender = new Thread(() -> send(client, random, bytes.toString()));
            sender.start();
            for (int i = 0; i < REQUESTS; i++) {
                Wanted one = all.get(i);
                WireMessage answer = one.head ? client.answerToHead() : client.answer();
                assertThat(answer.status())
                        .as("seed %d, request %d: %s", seed, i, answer)
                        .isEqualTo(200);
                assertThat(answer.body()).as("seed %d, request %d", seed, i).startsWith(one.body);
            }
            sender.join();
        }
    }
}
