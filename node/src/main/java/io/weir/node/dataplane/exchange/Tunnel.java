package io.weir.node.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.node.dataplane.body.FrameScanner;
import io.weir.node.dataplane.upstream.UpstreamStream;
import io.weir.node.state.Recorder;

/**
 * An exchange after its 101: the bytes of a WebSocket go both ways, untouched, until both sides have ended. The gateway
 * says one thing of its own, and only between two frames: a Close with 1001 (going away), when the node is drained or a
 * time has passed. Only on its loop.
 */
final class Tunnel {
    /** How long the two have to say goodbye, once one of them or the gateway has. */
    private static final long CLOSING_NANOS = 5_000_000_000L;

    private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xe9};
    /** To backends frames are masked; these bytes are known to everybody, and so is what they hide. */
    private static final byte[] GOING_AWAY_MASKED = {(byte) 0x88, (byte) 0x82, 0, 0, 0, 0, 0x03, (byte) 0xe9};

    private final Exchange exchange;
    private final Forwarding forwarding;
    private final UpstreamStream backend;
    private final long idleNanos;
    private final long lastNanos;
    private final Way toBackend = new Way();
    private final Way toClient = new Way();
    private boolean leaving;
    private boolean over;

    /** One direction. */
    private static final class Way {
        final FrameScanner frames = new FrameScanner();
        /** The gateway has had the last word: what still comes is not passed on. */
        boolean cut;
        /** It is to have it now, behind what was just passed on. */
        boolean cutsNow;

        boolean ended;
    }

    Tunnel(Exchange exchange, Forwarding forwarding, UpstreamStream backend) {
        this.exchange = exchange;
        this.forwarding = forwarding;
        this.backend = backend;
        idleNanos = exchange.tunnelIdleNanos;
        long lifetime = exchange.tunnelLifetimeNanos;
        lastNanos = lifetime == 0 ? Long.MAX_VALUE : System.nanoTime() + lifetime;
    }

    /** After the 101, with what came behind it. */
    void begin(ByteBuf in, int start, int length, boolean draining) {
        exchange.bodyReader().beginFrames(-1);
        recorder().tunnelOpened(exchange.route());
        touch();
        if (length > 0) {
            fromBackend(in, start, length, false);
        }
        if (draining) {
            leave();
        }
        exchange.client().resume();
    }

    private Recorder recorder() {
        return exchange.loop.recorder();
    }

    private void touch() {
        if (!leaving) {
            long patience = toBackend.ended || toClient.ended ? Math.min(idleNanos, CLOSING_NANOS) : idleNanos;
            exchange.client().setDeadline(Math.min(System.nanoTime() + patience, lastNanos));
        }
    }

    /** Takes what the backend can take now. */
    void fromClient(ByteBuf in) {
        if (toBackend.ended || !backend.isWritable()) {
            return;
        }
        BodyReader body = exchange.bodyReader();
        int start = in.readerIndex();
        body.read(in, null);
        int passed = pass(toBackend, in, start, in.readerIndex());
        recorder().tunnelMoved(exchange.route(), passed, 0);
        if (passed > 0) {
            backend.send(in.retainedSlice(start, passed), false);
        }
        if (toBackend.cutsNow) {
            sayGoodbyeToBackend();
        }
        toBackend.ended = body.ended();
        if (toBackend.ended) {
            backend.send(Unpooled.EMPTY_BUFFER, true);
        }
        moved();
    }

    /** {@code ended}: nothing more comes from it. */
    void fromBackend(ByteBuf in, int start, int length, boolean ended) {
        int passed = pass(toClient, in, start, start + length);
        exchange.bytesOut += passed;
        recorder().tunnelMoved(exchange.route(), 0, passed);
        if (passed > 0) {
            exchange.client().sendPart(in, start, passed, false);
        }
        if (toClient.cutsNow) {
            sayGoodbyeToClient();
        }
        if (ended && !toClient.ended) {
            toClient.ended = true;
            exchange.client().sendPart(Unpooled.EMPTY_BUFFER, 0, 0, true);
        }
        moved();
    }

    /** How many of the bytes go on; the scanner has seen all of them. */
    private int pass(Way way, ByteBuf in, int start, int end) {
        FrameScanner frames = way.frames;
        if (!leaving || way.cut || frames.closed()) {
            frames.follow(in, start, end);
            return way.cut ? 0 : end - start;
        }
        int boundary = frames.followToBoundary(in, start, end);
        way.cutsNow = frames.atBoundary() && !frames.closed();
        frames.follow(in, boundary, end);
        return (way.cutsNow ? boundary : end) - start;
    }

    /** What was sent may have been the last, and its wire may have said so already. */
    private void moved() {
        if (over) {
            return;
        }
        if (!exchange.client().isWritable()) {
            backend.setReading(false);
        }
        boolean saidGoodbye = leaving && toBackend.frames.closed() && toClient.frames.closed();
        if (toBackend.ended && toClient.ended || saidGoodbye) {
            finish();
        } else {
            touch();
        }
    }

    /** The node is drained, or the time is over: says so to both sides, between two frames. */
    void leave() {
        if (leaving) {
            return;
        }
        leaving = true;
        exchange.client().setDeadline(System.nanoTime() + CLOSING_NANOS);
        if (isBetweenFrames(toClient)) {
            sayGoodbyeToClient();
        }
        if (isBetweenFrames(toBackend)) {
            sayGoodbyeToBackend();
        }
    }

    private static boolean isBetweenFrames(Way way) {
        return !way.ended && !way.frames.closed() && way.frames.atBoundary();
    }

    private void sayGoodbyeToClient() {
        toClient.cut = true;
        toClient.cutsNow = false;
        ByteBuf frame = Unpooled.wrappedBuffer(GOING_AWAY);
        exchange.client().sendPart(frame, 0, GOING_AWAY.length, false);
    }

    private void sayGoodbyeToBackend() {
        toBackend.cut = true;
        toBackend.cutsNow = false;
        backend.send(Unpooled.copiedBuffer(GOING_AWAY_MASKED), false);
    }

    void onClientWritable() {
        backend.setReading(true);
    }

    /** Nothing has moved for too long, or the lifetime is over, or the goodbye takes too long. */
    void onDeadline() {
        if (leaving || toBackend.ended || toClient.ended) {
            finish();
        } else {
            leave();
        }
    }

    /** The backend's connection is no more. */
    void onBackendGone() {
        if (toClient.ended || leaving) {
            finish();
        } else {
            exchange.client().abort();
        }
    }

    /** The exchange is not this tunnel's any more. */
    void isOver() {
        over = true;
    }

    private void finish() {
        if (!over) {
            over = true;
            forwarding.endTunnel(!toBackend.ended);
        }
    }
}
