package io.weir.node.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.NodeSettings;
import io.weir.node.state.Recorder;
import io.weir.node.testkit.Await;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AccessLogTest {
    @TempDir
    private Path folder;

    @Test
    void linesOfAllLoopsAreInTheFileWhenItIsClosed() throws IOException {
        Path path = folder.resolve("access.log");
        Telemetry telemetry =
                Telemetry.start(new NodeSettings.AccessLog(new NodeSettings.Target.File(path), 1 << 20, 3));
        Recorder first = telemetry.forLoop(0);
        Recorder second = telemetry.forLoop(1);
        for (int i = 0; i < 300; i++) {
            first.exchangeEnded(new SampleExchange());
            second.exchangeEnded(new SampleExchange().answered(404, "no-route"));
        }
        telemetry.close();
        List<String> lines = Files.readAllLines(path);
        assertThat(lines).hasSize(600).allMatch(line -> line.startsWith("{\"time\":") && line.endsWith("}"));
        assertThat(lines).filteredOn(line -> line.contains("no-route")).hasSize(300);
        assertThat(telemetry.metricsText()).contains("weir_access_log_dropped_total 0.0");
    }

    @Test
    void linesAppearWithoutBeingAskedFor() {
        Path path = folder.resolve("access.log");
        Telemetry telemetry =
                Telemetry.start(new NodeSettings.AccessLog(new NodeSettings.Target.File(path), 1 << 20, 3));
        telemetry.forLoop(0).exchangeEnded(new SampleExchange());
        Await.until(() -> "no line in the file", () -> size(path) > 0);
        telemetry.close();
    }

    @Test
    void aSlowDiskStopsNobodyAndEveryLineIsWrittenOrCounted() {
        SlowSink sink = new SlowSink();
        AccessLog log = AccessLog.to(sink);
        AccessLog.ForLoop loop = Objects.requireNonNull(log.forLoop());
        int lines = 20_000;
        for (int i = 0; i < lines; i++) {
            loop.log(new SampleExchange());
        }
        assertThat(log.dropped()).isPositive();
        sink.disk.countDown();
        log.close();
        assertThat(sink.lines.get() + log.dropped()).isEqualTo(lines);
    }

    @Test
    void aFileThatCannotBeWrittenCostsItsLinesUntilItCan() throws IOException {
        Path blocked = folder.resolve("logs");
        Files.writeString(blocked, "a file where the folder should be");
        AccessLog log = AccessLog.start(
                new NodeSettings.AccessLog(new NodeSettings.Target.File(blocked.resolve("access.log")), 1 << 20, 1));
        AccessLog.ForLoop loop = Objects.requireNonNull(log.forLoop());
        loop.log(new SampleExchange());
        Await.until(() -> "not counted", () -> log.dropped() == 1);
        Files.delete(blocked);
        Await.until(() -> "not written again", () -> {
            loop.log(new SampleExchange());
            return size(blocked.resolve("access.log")) > 0;
        });
        log.close();
    }

    @Test
    void nothingRunsWhenItIsOff() {
        assertThat(AccessLog.start(SampleNode.OFF).forLoop()).isNull();
    }

    private static long size(Path path) {
        try {
            return Files.exists(path) ? Files.size(path) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Takes nothing before {@link #disk} is opened. */
    private static final class SlowSink implements LineSink {
        final CountDownLatch disk = new CountDownLatch(1);
        final AtomicLong lines = new AtomicLong();

        @Override
        public void write(ByteBuffer chunk) throws IOException {
            try {
                disk.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            String text = StandardCharsets.US_ASCII.decode(chunk).toString();
            assertThat(text).endsWith("\n");
            lines.addAndGet(text.lines().count());
        }

        @Override
        public String name() {
            return "a slow disk";
        }

        @Override
        public void close() {}
    }
}
