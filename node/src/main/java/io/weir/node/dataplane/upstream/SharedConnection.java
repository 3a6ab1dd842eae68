package io.weir.node.dataplane.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.ssl.SslContext;
import io.weir.node.dataplane.loop.HeadBytes;
import io.weir.node.dataplane.loop.Loop;
import io.weir.node.dataplane.loop.Timed;
import io.weir.node.decide.protect.Pace;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an endpoint that carries many exchanges at once (HTTP/2), as its pool sees it: how many, how many more,
 * and whether the endpoint is still there. Only on its loop.
 */
final class SharedConnection {
    private static final long CLOSING_SECONDS = 2;

    /** Ids are not used again: a connection that comes this far is replaced. */
    private static final int LAST_ID = Integer.MAX_VALUE - 1024;

    /**
     * So many exchanges may be given up on it, and so many a second in the long run: endpoints take more for an attack
     * (CVE-2023-44487), although it was many clients that went away. Then another connection takes its place.
     */
    private static final Pace RESETS = Pace.of(20, 100);

    /** So many answers make up for one that was given up. */
    private static final int ANSWERED = 4;

    private final EndpointPool pool;
    private final Loop loop;
    private final HeadScratch scratch;
    private final @Nullable SslContext context;
    private final FrameHandler frames;
    private final Timed clock = new Timed() {
        @Override
        protected void onDeadline(long nowNanos) {
            look(nowNanos);
        }
    };
    private final Pulse pulse = new Pulse(System.nanoTime());
    private final Runnable flush = this::flush;
    private int nextId = 1;
    private int streams;
    private long resets = System.nanoTime();
    private int lastSeen = Integer.MAX_VALUE;
    private boolean settled;
    private boolean tunnels;
    private boolean late;
    private boolean used;
    private boolean retiring;
    private boolean broken;
    private boolean leaving;
    private boolean closed;
    private boolean flushing;

    /** @param context the trust and the certificate that it was made with; null in plain text */
    SharedConnection(EndpointPool pool, Loop loop, HeadScratch scratch, @Nullable SslContext context) {
        this.pool = pool;
        this.loop = loop;
        this.scratch = scratch;
        this.context = context;
        this.frames = FrameHandler.of(this, scratch);
    }

    FrameHandler frames() {
        return frames;
    }

    Timed clock() {
        return clock;
    }

    private Http2Connection connection() {
        return frames.connection();
    }

    /** Whether it takes another exchange now. */
    boolean hasRoom() {
        return settled
                && !closed
                && !retiring
                && !pulse.isSuspect()
                && streams < connection().local().maxActiveStreams();
    }

    /** So many exchanges at once as the endpoint allows. */
    int most() {
        return connection().local().maxActiveStreams();
    }

    /** Whether the endpoint lets nothing in for the time being. */
    boolean isShut() {
        return settled && !closed && !retiring && most() == 0;
    }

    boolean isIdle() {
        return streams == 0;
    }

    /** A place for one exchange; only where there {@link #hasRoom}. */
    SharedStream take() {
        SharedStream taken = new SharedStream(this, used && streams == 0);
        if (streams++ == 0) {
            pulse.busy(System.nanoTime());
            watch();
        }
        used = true;
        return taken;
    }

    /** Null: there is none, and the exchange will be told so. */
    @Nullable
    Http2Stream open(SharedStream exchange) {
        int id = nextId;
        nextId += 2;
        if (id > LAST_ID) {
            retire();
        }
        try {
            return frames.open(id, exchange);
        } catch (Http2Exception e) {
            loop.events().execute(exchange::onClosed);
            return null;
        }
    }

    void head(Http2Stream stream, HeadBytes lines, boolean ended) {
        frames.head(stream.id(), scratch.writer.request(lines, context != null), ended);
        flushSoon();
    }

    /** Whether the endpoint takes WebSockets (RFC 8441). */
    boolean takesTunnels() {
        return tunnels;
    }

    void webSocket(Http2Stream stream, HeadBytes lines) {
        frames.head(stream.id(), scratch.writer.webSocket(lines, context != null), false);
        flushSoon();
    }

    /** After the time that the end of a tunnel may take. */
    void later(Runnable action) {
        loop.events().schedule(action, CLOSING_SECONDS, TimeUnit.SECONDS);
    }

    ChannelFuture data(Http2Stream stream, ByteBuf part, boolean ended) {
        ChannelFuture written = frames.data(stream.id(), part, ended);
        flushSoon();
        return written;
    }

    void trailers(Http2Stream stream, byte[] lines) {
        frames.head(stream.id(), scratch.writer.trailers(lines), true);
        flushSoon();
    }

    void reset(Http2Stream stream, Http2Error error) {
        frames.reset(stream.id(), error);
        flushSoon();
    }

    void giveBack(Http2Stream stream, int bytes) {
        if (frames.giveBack(stream, bytes)) {
            flushSoon();
        }
    }

    ByteBufAllocator allocator() {
        return frames.allocator();
    }

    /** What several exchanges write in one turn of the loop goes out together. */
    private void flushSoon() {
        if (!flushing) {
            flushing = true;
            loop.events().execute(flush);
        }
    }

    private void flush() {
        flushing = false;
        if (!closed) {
            frames.flush();
        }
    }

    /** One exchange has no stream any more. */
    void ended() {
        streams--;
        if (closed) {
            return;
        }
        if (streams == 0) {
            pulse.idle(System.nanoTime());
            if (retiring) {
                close();
                return;
            }
            watch();
        }
        pool.roomAgain(this);
    }

    /** An exchange was given up before its answer was complete. */
    void abandoned(long sentAt) {
        long now = System.nanoTime();
        if (!closed && pulse.suspects(sentAt, now)) {
            ask(now); // if it is dead, others should not find out one by one
        }
        boolean calm = RESETS.admits(resets, now);
        resets = RESETS.after(resets, now);
        if (!calm && !retiring && !closed) {
            retire();
        }
    }

    /** An exchange has had its whole answer. */
    void answered() {
        resets -= RESETS.intervalNanos() / ANSWERED;
    }

    /** Something has come. */
    void heard() {
        if (pulse.heard(System.nanoTime())) {
            pool.roomAgain(this);
        }
    }

    /** More than the answer to a ping. */
    void heardNews() {
        pulse.heardNews();
    }

    private void look(long now) {
        if (!settled) {
            late = true;
            frames.abort();
            return;
        }
        switch (pulse.look(now, pool.idleNanos())) {
            case WAIT -> watch();
            case ASK -> ask(now);
            case LEAVE -> close();
            case DEAD -> frames.abort();
        }
    }

    private void ask(long now) {
        pulse.asked(now);
        frames.ping();
        flushSoon();
        watch();
    }

    private void watch() {
        loop.timer().set(clock, pulse.next(pool.idleNanos()));
    }

    /**
     * The endpoint has said how many exchanges it bears, for the first time or anew.
     *
     * @param takesTunnels null: nothing was said about it
     */
    void onSettings(@Nullable Boolean takesTunnels) {
        tunnels = takesTunnels == null ? tunnels : takesTunnels;
        if (!settled) {
            settled = true;
            watch();
            pool.opened(this);
        } else {
            pool.roomAgain(this);
        }
    }

    /** Whether the endpoint has said anything yet that is HTTP/2. */
    boolean isSettled() {
        return settled;
    }

    /** Whether the settings did not come in the time that connecting may take. */
    boolean isLate() {
        return late;
    }

    /** The endpoint takes no further exchanges; it has not seen those above {@code last}, and will not. */
    void onGoAway(int last) {
        lastSeen = last;
        retire();
    }

    boolean isUnseen(int id) {
        return id > lastSeen;
    }

    /** Takes no further exchange, and closes when there is none left. */
    void retire() {
        retiring = true;
        pool.retired(this);
        if (streams == 0) {
            close();
        }
    }

    /** The endpoint has broken the rules of HTTP/2. */
    void onBroken() {
        broken = true;
        retiring = true;
        pool.retired(this);
    }

    boolean isBroken() {
        return broken;
    }

    /** Says goodbye; only when it carries nothing. */
    void close() {
        if (!closed && !leaving) {
            leaving = true;
            frames.leave();
        }
    }

    /** It is closed; what it carries is told so next. */
    void onClosed(@Nullable Throwable refusal) {
        if (!closed) {
            closed = true;
            loop.timer().remove(clock);
            pool.closed(this, refusal);
        }
    }
}
