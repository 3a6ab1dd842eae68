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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an endpoint that carries many exchanges at once (HTTP/2), as its pool sees it: how many, how many more,
 * and whether the endpoint is still there. Only on its loop.
 */
final class SharedConnection {
    /** So long nothing may be heard before the endpoint is asked; many take it ill when asked more often. */
    private static final long QUIET_NANOS = 20_000_000_000L;

    /** While it only answers that it is there; gRPC's servers bear no less. */
    private static final long STILL_NANOS = 305_000_000_000L;

    private static final long ANSWER_NANOS = 10_000_000_000L;
    /** An exchange given up before anything was heard for so long makes the connection suspect. */
    private static final long SUSPECT_NANOS = 1_000_000_000L;

    /** Ids are not used again: a connection that comes this far is replaced. */
    private static final long CLOSING_SECONDS = 2;

    private static final int LAST_ID = Integer.MAX_VALUE - 1024;

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
    private final Runnable flush = this::flush;
    private int nextId = 1;
    private int streams;
    private int lastSeen = Integer.MAX_VALUE;
    private boolean settled;
    private boolean tunnels;
    private boolean late;
    private boolean used;
    private boolean retiring;
    private boolean broken;
    private boolean leaving;
    private boolean closed;
    private boolean suspect;
    private boolean flushing;
    private boolean asked;
    private long askedAt;
    private long heardAt;
    private long newsAt;
    private long idleSince;
    private long busySince;

    /** @param context the trust and the certificate that it was made with; null in plain text */
    SharedConnection(EndpointPool pool, Loop loop, HeadScratch scratch, @Nullable SslContext context) {
        this.pool = pool;
        this.loop = loop;
        this.scratch = scratch;
        this.context = context;
        this.frames = FrameHandler.of(this, scratch);
        this.heardAt = System.nanoTime();
        this.newsAt = heardAt;
        this.idleSince = heardAt;
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
                && !suspect
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
            busySince = System.nanoTime();
            loop.timer().set(clock, busySince + QUIET_NANOS);
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
            idleSince = System.nanoTime();
            if (retiring) {
                close();
                return;
            }
            loop.timer().set(clock, idleSince + pool.idleNanos());
        }
        pool.roomAgain(this);
    }

    /** An exchange was given up before its answer was complete. */
    void abandoned(long sentAt) {
        long now = System.nanoTime();
        if (heardAt - sentAt < 0 && now - sentAt > SUSPECT_NANOS && !closed) {
            suspect = true; // and if it is dead, others should not find out one by one
            ask(now);
        }
    }

    /** Something has come. */
    void heard() {
        heardAt = System.nanoTime();
        asked = false;
        if (suspect) {
            suspect = false;
            pool.roomAgain(this);
        }
    }

    /** More than the answer to a ping. */
    void heardNews() {
        newsAt = heardAt;
    }

    private void look(long now) {
        if (closed) {
            return;
        }
        long next;
        if (!settled) {
            late = true;
            frames.abort();
            return;
        }
        if (asked) {
            next = askedAt + ANSWER_NANOS;
            if (now - next >= 0) {
                frames.abort();
                return;
            }
        } else if (streams == 0) {
            next = idleSince + pool.idleNanos();
            if (now - next >= 0) {
                close();
                return;
            }
        } else {
            long since = Math.max(heardAt, busySince);
            next = newsAt == heardAt ? since + QUIET_NANOS : since + STILL_NANOS;
            if (now - next >= 0) {
                ask(now);
                return;
            }
        }
        loop.timer().set(clock, next);
    }

    private void ask(long now) {
        if (!asked) {
            asked = true;
            askedAt = now;
            frames.ping();
            flushSoon();
        }
        loop.timer().set(clock, askedAt + ANSWER_NANOS);
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
            loop.timer().set(clock, System.nanoTime() + Math.min(QUIET_NANOS, pool.idleNanos()));
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
