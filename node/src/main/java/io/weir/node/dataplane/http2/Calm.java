package io.weir.node.dataplane.http2;

import static io.netty.handler.codec.http2.Http2Error.ENHANCE_YOUR_CALM;

import io.netty.handler.codec.http2.Http2Exception;
import io.weir.node.decide.protect.Pace;

/**
 * What a client may do that brings nothing and costs the gateway something (RFC 9113 §10.5): a rate with a burst for each
 * kind, so far above what honest clients do that they never meet it. One connection.
 */
final class Calm {
    /** PING, SETTINGS, PRIORITY, WINDOW_UPDATE, empty DATA and the like. */
    private static final Pace NOISE = Pace.of(1_000, 10_000);

    /** Streams that came to nothing by the client's doing: reset before they were answered, malformed, too many. */
    private static final Pace RESETS = Pace.of(33, 200);

    /** Frames with data are answered with noise: window updates, measurements of the way. */
    private static final int CREDIT = 4;

    /** So many streams with an answer make up for one without. */
    private static final int ANSWERED = 4;

    private long noise;
    private long resets;

    Calm(long now) {
        noise = now;
        resets = now;
    }

    /** @param cost in the smallest frames that are read and forgotten */
    void noise(int cost) throws Http2Exception {
        long now = System.nanoTime();
        for (int i = 0; i < cost; i++) {
            if (!NOISE.admits(noise, now)) {
                throw Http2Exception.connectionError(ENHANCE_YOUR_CALM, "too many frames that bring nothing");
            }
            noise = NOISE.after(noise, now);
        }
    }

    /** A frame with data was sent or came. */
    void data() {
        noise -= CREDIT * NOISE.intervalNanos();
    }

    /** So many KiB were sent: some clients answer each four with an update of both windows. */
    void sent(long kibibytes) {
        noise -= kibibytes * NOISE.intervalNanos();
    }

    /** A stream has got its whole answer: among many callers behind one proxy some change their minds. */
    void answered() {
        resets -= RESETS.intervalNanos() / ANSWERED;
    }

    /** False: that was one too many. */
    boolean reset() {
        long now = System.nanoTime();
        boolean calm = RESETS.admits(resets, now);
        resets = RESETS.after(resets, now);
        return calm;
    }
}
