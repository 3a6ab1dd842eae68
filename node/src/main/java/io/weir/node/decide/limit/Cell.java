package io.weir.node.decide.limit;

import io.weir.node.decide.limit.OwnerWatch.Heard;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * What a node holds of one bucket. Loops admit from it without locks; the control side installs leases and denials.
 *
 * <p>A lease is installed by a volatile write of a new object; the old one is then emptied by get-and-set, so a token is
 * either taken by a loop or returned, never both.
 */
public final class Cell {
    /** Nothing is held, and it is not known that nothing is to be had: ask. */
    public static final long WAIT = -1;

    /** Gone from its table: no share may be spent here any more. */
    private static final long CLOSED = Long.MAX_VALUE;

    private static final long LOOK_AGAIN_NANOS = 1_000_000_000;
    private static final VarHandle SHARE_EMPTY;
    private static final VarHandle DENIED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SHARE_EMPTY = lookup.findVarHandle(Cell.class, "shareEmptyNanos", long.class);
            DENIED = lookup.findVarHandle(Cell.class, "denied", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final BucketKey key;
    final OwnerWatch owner;
    private final NodeBook book;

    volatile @Nullable Lease lease;
    /** Nothing is to be had from the owner before this. */
    volatile long denyUntilNanos;
    /** When the owner will have a token; may be later than {@link #denyUntilNanos}. */
    volatile long tokenAtNanos;
    /** The share was or will be empty at this time, and has gained at its rate since. */
    @SuppressWarnings("unused") // through its handle
    private volatile long shareEmptyNanos;
    /** How often it was denied, ever. */
    private volatile long denied;

    /** Only the control side touches this. */
    final Demand demand;

    Cell(BucketKey key, OwnerWatch owner, NodeBook book, long nowNanos) {
        this.key = key;
        this.owner = owner;
        this.book = book;
        this.denyUntilNanos = nowNanos;
        this.tokenAtNanos = nowNanos;
        this.shareEmptyNanos = nowNanos - key.limit().fillNanos();
        this.demand = new Demand(nowNanos);
    }

    public BucketKey key() {
        return key;
    }

    /**
     * Takes one token. 0 or more: admitted, and so many are surely left. {@link #WAIT}. Below that: denied, see
     * {@link #resetNanos}.
     */
    public long admit(long nowNanos) {
        Lease held = lease;
        while (held != null && held.isLive(nowNanos)) {
            long left = held.take();
            if (left >= 0) {
                if (left == 0 || (left <= held.askBelow || nowNanos - held.askAfterNanos >= 0) && held.callOnce()) {
                    book.call(this);
                }
                return left;
            }
            Lease now = lease;
            if (now == held) {
                break;
            }
            held = now;
        }
        return withoutLease(nowNanos);
    }

    private long withoutLease(long nowNanos) {
        Heard heard = owner.heard;
        if (heard != null && OwnerWatch.isLost(heard, book.times(), nowNanos)) {
            return whileLost(heard, nowNanos);
        }
        if (nowNanos - denyUntilNanos < 0) {
            return deny(tokenAtNanos - nowNanos);
        }
        return WAIT;
    }

    private long whileLost(Heard heard, long nowNanos) {
        return switch (key.limit().whenOwnerLost()) {
            case ADMIT -> 0;
            case DENY -> deny(LOOK_AGAIN_NANOS);
            case SHARE ->
                book.standing().mayLiveOnShare(heard, nowNanos) ? takeOfShare(heard, nowNanos) : deny(LOOK_AGAIN_NANOS);
        };
    }

    /**
     * A token bucket in one number: the time at which it was empty (compare the generic cell rate algorithm, ITU-T
     * I.371). It is empty when the share wakes, and never holds more than it gains while the whole bucket fills.
     */
    private long takeOfShare(Heard heard, long nowNanos) {
        Limit limit = key.limit();
        int slots = Shares.slots(key, book.standing().self, heard.members());
        if (slots == 0) {
            return deny(LOOK_AGAIN_NANOS);
        }
        double exact = slots * 1e9 / limit.ratePerSecond();
        long interval = (long) Math.ceil(exact);
        long wakes = heard.lastNanos() + book.times().wake();
        long fullSince = nowNanos - limit.fillNanos();
        while (true) {
            long seen = (long) SHARE_EMPTY.getVolatile(this);
            if (seen == CLOSED) {
                return WAIT;
            }
            long empty = later(seen, later(wakes, fullSince));
            long next = empty + interval;
            if (nowNanos - next < 0) {
                return deny(next - nowNanos);
            }
            if (SHARE_EMPTY.compareAndSet(this, seen, next)) {
                book.shareUsed();
                return (nowNanos - next) / interval;
            }
        }
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }

    private long deny(long resetNanos) {
        DENIED.getAndAdd(this, 1L);
        book.denied();
        return -2 - Math.max(0, resetNanos);
    }

    /** How long a denied request should wait before it asks again. */
    public static long resetNanos(long denial) {
        return -2 - denial;
    }

    /** Ends the cell: what still holds it finds nothing in it. */
    void close() {
        SHARE_EMPTY.setVolatile(this, CLOSED);
    }

    long denied() {
        return denied;
    }
}
