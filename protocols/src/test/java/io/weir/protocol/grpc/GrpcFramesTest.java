package io.weir.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.protocol.grpc.GrpcFrames.Found;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages and the bytes that they come in. */
final class GrpcFramesTest {
    @Test
    void messagesComeOutHoweverTheBytesWereCut() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int turn = 0; turn < 300; turn++) {
            List<byte[]> messages = new ArrayList<>();
            ByteArrayOutputStream wire = new ByteArrayOutputStream();
            for (int i = random.nextInt(6); i >= 0; i--) {
                byte[] message = new byte[random.nextBoolean() ? random.nextInt(4) : random.nextInt(3_000)];
                random.nextBytes(message);
                messages.add(message);
                wire.writeBytes(GrpcFrames.frame(i == 0 ? GrpcFrames.TRAILERS : 0, message));
            }
            assertThat(read(wire.toByteArray(), random))
                    .as("seed %d", seed)
                    .usingElementComparator(java.util.Arrays::compare)
                    .isEqualTo(messages);
        }
    }

    private static List<byte[]> read(byte[] wire, Random random) {
        GrpcFrames frames = new GrpcFrames(3_000);
        List<byte[]> found = new ArrayList<>();
        int at = 0;
        while (at < wire.length) {
            int length = Math.min(wire.length - at, 1 + random.nextInt(random.nextBoolean() ? 3 : 1_000));
            frames.add(wire, at, length);
            at += length;
            while (random.nextInt(4) > 0 && frames.next() == Found.MESSAGE) {
                found.add(frames.message());
            }
        }
        while (frames.next() == Found.MESSAGE) {
            found.add(frames.message());
        }
        assertThat(frames.isEmpty()).isTrue();
        assertThat(frames.flags()).isEqualTo(GrpcFrames.TRAILERS);
        return found;
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            textBlock =
                    """
        '0 0 0 0 9',       TOO_LARGE, longer than messages may be
        '0 255 0 0 0',     TOO_LARGE, no negative length
        '128 255 0 0 0',   TOO_LARGE, nor one of trailers
        '2 0 0 0 0',       MALFORMED, a flag that there is not
        '127 0 0 0 1',     MALFORMED, more of them
        '0 0 0 0',         NOTHING,   no whole prefix
        '0 0 0 0 2 7',     NOTHING,   no whole message
        '1 0 0 0 0',       MESSAGE,   an empty one
        """)
    void whatComesIsHeldAgainstTheBound(String bytes, Found found, String reason) {
        GrpcFrames frames = new GrpcFrames(8);
        for (String b : bytes.split(" ")) {
            frames.add(new byte[] {(byte) Integer.parseInt(b)}, 0, 1);
        }
        assertThat(frames.next()).as(reason).isEqualTo(found);
    }

    @Test
    void garbageNeverFailsOtherwise() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int turn = 0; turn < 2_000; turn++) {
            GrpcFrames frames = new GrpcFrames(64);
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(3) > 0 ? 0 : bytes[i];
            }
            frames.add(bytes, 0, bytes.length);
            int messages = 0;
            while (frames.next() == Found.MESSAGE) {
                assertThat(frames.message().length).as("seed %d", seed).isLessThanOrEqualTo(64);
                messages++;
            }
            assertThat(messages).as("seed %d", seed).isLessThanOrEqualTo(bytes.length / GrpcFrames.PREFIX);
        }
    }
}
