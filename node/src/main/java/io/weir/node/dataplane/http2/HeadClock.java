package io.weir.node.dataplane.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Exception;
import io.weir.node.dataplane.loop.Timed;

/** However it comes, a client's head has {@code timeouts.head} from its first byte to its last. One connection. */
final class HeadClock extends Timed {
    private final Http2ClientConnection connection;
    private final FrameWatch watch;
    private boolean running;

    HeadClock(Http2ClientConnection connection, FrameWatch watch) {
        this.connection = connection;
        this.watch = watch;
    }

    /** What has arrived, before it is read. */
    void look(ByteBuf in) throws Http2Exception {
        watch.look(in);
    }

    /** It has been read. */
    void follow() {
        if (running != watch.inHead()) {
            running = !running;
            if (running) {
                start();
            } else {
                connection.traffic().loop().timer().clear(this);
            }
        }
    }

    private void start() {
        connection
                .traffic()
                .loop()
                .timer()
                .set(this, System.nanoTime() + connection.terms().headNanos());
    }

    void stop() {
        connection.traffic().loop().timer().remove(this);
    }

    @Override
    protected void onDeadline(long nowNanos) {
        if (connection.reads()) {
            connection.headIsLate();
        } else { // it is this side that does not read
            start();
        }
    }
}
