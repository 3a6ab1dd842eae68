package io.weir.node.dataplane.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.node.testkit.Frames;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames are followed from boundary to boundary, however their bytes are cut. */
final class FrameScannerTest {
    private static final int[] LENGTHS = {0, 1, 2, 125, 126, 127, 128, 300, 65_535, 65_536, 70_000};

    /** @param boundaries where a frame begins, and the end */
    private record Stream(ByteBuf wire, TreeSet<Integer> boundaries) {
        static Stream random(Random random) {
            StringBuilder wire = new StringBuilder();
            TreeSet<Integer> boundaries = new TreeSet<>();
            boundaries.add(0);
            for (int i = 0, n = 1 + random.nextInt(8); i < n; i++) {
                byte[] payload = new byte[LENGTHS[random.nextInt(LENGTHS.length)]];
                random.nextBytes(payload);
                int first =
                        random.nextInt(256) & ~0xf | random.nextInt(8); // any flags; any opcode but those of the end
                wire.append(Frames.frame(first, payload, random.nextBoolean()));
                boundaries.add(wire.length());
            }
            return new Stream(Unpooled.copiedBuffer(wire, StandardCharsets.ISO_8859_1), boundaries);
        }

        int length() {
            return wire.readableBytes();
        }
    }

    @Test
    void aBoundaryIsWhereAFrameEndsAndNowhereElse() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Stream stream = Stream.random(random);
            FrameScanner scanner = new FrameScanner();
            int at = 0;
            while (at < stream.length()) {
                int next = Math.min(stream.length(), at + 1 + random.nextInt(random.nextBoolean() ? 3 : 20_000));
                scanner.follow(stream.wire, at, next);
                at = next;
                assertThat(scanner.atBoundary())
                        .as("seed %d, at %d of %s", seed, at, stream.boundaries)
                        .isEqualTo(stream.boundaries.contains(at));
            }
            assertThat(scanner.closed()).isFalse();
            assertThat(scanner.lost()).isFalse();
        }
    }

    @Test
    void theNextBoundaryIsFoundFromAnywhere() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Stream stream = Stream.random(random);
            FrameScanner scanner = new FrameScanner();
            int from = random.nextInt(stream.length());
            scanner.follow(stream.wire, 0, from);
            int expected = stream.boundaries.ceiling(from);
            assertThat(scanner.followToBoundary(stream.wire, from, stream.length()))
                    .as("seed %d, from %d of %s", seed, from, stream.boundaries)
                    .isEqualTo(expected);
            assertThat(scanner.atBoundary()).isTrue();
        }
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource({
        "8800, an empty one",
        "880203e8, with a code",
        "888201020304a1b2, from a client",
        "0800, not marked as final: it breaks a rule but closes all the same",
    })
    void aCloseFrameIsSeenWhenItIsComplete(String hex, String why) {
        byte[] frame = java.util.HexFormat.of().parseHex(hex);
        FrameScanner scanner = new FrameScanner();
        ByteBuf wire = Unpooled.wrappedBuffer(frame);
        scanner.follow(wire, 0, frame.length - 1);
        assertThat(scanner.closed()).as(why).isFalse();
        scanner.follow(wire, frame.length - 1, frame.length);
        assertThat(scanner.closed()).as(why).isTrue();
    }

    @Test
    void aLengthThatNobodyMayHaveIsTheEndOfFollowing() {
        ByteBuf wire = Unpooled.wrappedBuffer(
                new byte[] {(byte) 0x82, 127, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, (byte) 0x81, 0, (byte) 0x81, 0});
        FrameScanner scanner = new FrameScanner();
        scanner.follow(wire, 0, wire.readableBytes());
        assertThat(scanner.lost()).isTrue();
        assertThat(scanner.atBoundary()).isFalse();
        assertThat(scanner.followToBoundary(wire, 10, 14)).isEqualTo(14);
        assertThat(scanner.atBoundary()).isFalse();
    }

    /** Whatever comes, it ends, and never says a boundary that is beyond the bytes. */
    @Test
    void anyBytesAtAllAreSurvived() {
        for (int seed = 0; seed < 2_000; seed++) {
            byte[] bytes = new byte[200];
            new Random(seed).nextBytes(bytes);
            FrameScanner scanner = new FrameScanner();
            ByteBuf wire = Unpooled.wrappedBuffer(bytes);
            scanner.follow(wire, 0, 50);
            int boundary = scanner.followToBoundary(wire, 50, 120);
            assertThat(boundary).as("seed %d", seed).isBetween(50, 120);
            scanner.follow(wire, boundary, 200);
            assertThat(scanner.lost() && scanner.atBoundary())
                    .as("seed %d", seed)
                    .isFalse();
        }
    }
}
