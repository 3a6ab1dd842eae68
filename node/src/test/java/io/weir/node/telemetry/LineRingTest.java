package io.weir.node.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LineRingTest {
    private final AtomicInteger wakes = new AtomicInteger();
    private final LineRing ring = new LineRing(64, wakes::incrementAndGet);
    private final ByteBuffer chunk = ByteBuffer.allocate(40);

    @Test
    void linesComeOutWholeAndInOrderAlsoAroundTheEnd() {
        List<String> in = new ArrayList<>();
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            String line = "line " + i + "\n";
            in.add(line);
            offer(line);
            out.append(drained());
        }
        assertThat(out.toString()).isEqualTo(String.join("", in));
        assertThat(ring.dropped()).isZero();
    }

    @Test
    void aLineThatFindsNoRoomIsDroppedAndCounted() {
        String line = "x".repeat(19) + "\n";
        for (int i = 0; i < 5; i++) {
            offer(line);
        }
        assertThat(ring.dropped()).isEqualTo(2);
        assertThat(drained()).isEqualTo(line.repeat(2));
        assertThat(drained()).isEqualTo(line);
        offer(line);
        assertThat(drained()).isEqualTo(line);
        assertThat(ring.dropped()).isEqualTo(2);
    }

    @Test
    void theWriterIsWokenOnceWhenTheRingIsHalfFull() {
        String line = "x".repeat(14) + "\n";
        offer(line);
        offer(line);
        assertThat(wakes).hasValue(0);
        offer(line);
        offer(line);
        assertThat(wakes).hasValue(1);
        drained();
        drained();
        offer(line);
        assertThat(wakes).hasValue(1);
        offer(line);
        offer(line);
        assertThat(wakes).hasValue(2);
    }

    @Test
    void nothingIsLostBetweenTwoThreads() throws InterruptedException {
        int lines = 200_000;
        LineRing shared = new LineRing(4096, () -> {});
        Thread loop = new Thread(() -> {
            for (int i = 0; i < lines; i++) {
                byte[] line = (i + "\n").getBytes(StandardCharsets.US_ASCII);
                shared.offer(line, line.length);
            }
        });
        ByteBuffer some = ByteBuffer.allocate(1000);
        loop.start();
        long read = 0;
        long last = -1;
        boolean ended;
        do {
            ended = !loop.isAlive();
            some.clear();
            shared.drainTo(some);
            for (String line : text(some).split("\n", -1)) {
                if (!line.isEmpty()) {
                    assertThat(Long.parseLong(line)).isGreaterThan(last);
                    last = Long.parseLong(line);
                    read++;
                }
            }
        } while (!ended || some.limit() > 0);
        loop.join();
        assertThat(read + shared.dropped()).isEqualTo(lines);
    }

    private void offer(String line) {
        ring.offer(line.getBytes(StandardCharsets.US_ASCII), line.length());
    }

    private String drained() {
        chunk.clear();
        ring.drainTo(chunk);
        return text(chunk);
    }

    private static String text(ByteBuffer lines) {
        lines.flip();
        return StandardCharsets.US_ASCII.decode(lines.duplicate()).toString();
    }
}
