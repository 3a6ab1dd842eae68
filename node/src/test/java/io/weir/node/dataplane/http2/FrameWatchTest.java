package io.weir.node.dataplane.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Exception;
import io.weir.node.testkit.Frame;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.FramePeer;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Frames of a client as they arrive")
final class FrameWatchTest {
    private final FrameWatch watch = new FrameWatch(new Calm(System.nanoTime()));

    private void look(byte[] bytes) throws Http2Exception {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        watch.look(in);
        assertThat(in.readableBytes()).as("nothing is read away").isEqualTo(bytes.length);
    }

    @Test
    void aHeadLastsFromItsTypeToTheLastByteOfItsLastFrame() throws Http2Exception {
        look(FrameClient.prefaceBytes());
        byte[] first = FramePeer.bytes(Frame.HEADERS, 0, 1, new byte[3]);
        byte[] last = FramePeer.bytes(Frame.CONTINUATION, Frame.END_HEADERS, 1, new byte[2]);
        for (int i = 0; i < first.length + last.length; i++) {
            assertThat(watch.inHead()).as("before byte %d", i).isEqualTo(i > 3);
            look(new byte[] {i < first.length ? first[i] : last[i - first.length]});
        }
        assertThat(watch.inHead()).isFalse();
    }

    /** However frames are cut into reads: it is within a head when the last frame has not ended one, or is one itself. */
    @Test
    void howFramesAreCutDoesNotMatter() throws Http2Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        look(FrameClient.prefaceBytes());
        boolean within = false;
        for (int i = 0; i < 2_000; i++) {
            boolean ends = random.nextBoolean();
            boolean head = within || random.nextInt(3) == 0;
            int type = within ? Frame.CONTINUATION : head ? Frame.HEADERS : Frame.DATA;
            byte[] frame = FramePeer.bytes(type, ends ? Frame.END_HEADERS : 0, 1, new byte[random.nextInt(3) * 100]);
            int cut = random.nextInt(frame.length + 1);
            look(java.util.Arrays.copyOf(frame, cut));
            assertThat(watch.inHead())
                    .as("seed %d, frame %d", seed, i)
                    .isEqualTo(cut == frame.length ? head && !ends : within || head && cut > 3);
            look(java.util.Arrays.copyOfRange(frame, cut, frame.length));
            within = head && !ends;
            assertThat(watch.inHead()).as("seed %d, frame %d", seed, i).isEqualTo(within);
        }
    }

    @Test
    void allButHeadsCost() throws Http2Exception {
        look(FrameClient.prefaceBytes());
        byte[] head = FramePeer.bytes(Frame.HEADERS, 5, 1, new byte[1]);
        for (int i = 0; i < 30_000; i++) {
            look(head);
        }
        byte[] reset = FramePeer.bytes(Frame.RST_STREAM, 0, 1, new byte[4]);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1_000_000; i++) {
                        look(reset);
                    }
                })
                .isInstanceOf(Http2Exception.class);
    }
}
