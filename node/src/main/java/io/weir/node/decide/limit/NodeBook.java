package io.weir.node.decide.limit;

import io.weir.node.decide.limit.LeaseMessage.Ask;
import io.weir.node.decide.limit.LeaseMessage.Grant;
import io.weir.node.decide.limit.LeaseMessage.Held;
import io.weir.node.decide.limit.LeaseMessage.Ping;
import io.weir.node.decide.limit.LeaseMessage.Pong;
import io.weir.node.decide.limit.LeaseMessage.Return;
import io.weir.node.decide.limit.OwnerWatch.Heard;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A node's side of all limits: what it holds, when it asks, when it lives on its shares. One thread, the control side,
 * calls everything except {@link #table}, {@link CellTable#find} and {@link Cell#admit}, which any loop may call.
 */
public final class NodeBook {
    /** Beyond this, keys that nobody has used lately have to go before new ones are taken. */
    private static final int MOST_CELLS = 200_000;

    /** A key that was not asked for so long is forgotten. */
    private static final long IDLE_NANOS = 3_000_000_000L;

    /** A denial is remembered for so long at most; the owner may have got tokens back. */
    private static final long LONGEST_DENIAL_NANOS = 1_000_000_000;

    private final Standing standing;
    private final LimitTimes times;
    private final Runnable poke;
    private final OwnerWatch[] owners = new OwnerWatch[BucketKey.PARTITIONS];
    private final ConcurrentHashMap<Limit, CellTable> tables = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Cell> calls = new ConcurrentLinkedQueue<>();
    private final Set<Cell> asking = new LinkedHashSet<>();
    private final Queue<Installed> installed = new ArrayDeque<>();
    private final NodeCounts counts = new NodeCounts();
    private List<LeaseMessage> outbox = new ArrayList<>();
    private Set<String> lastUnion = Set.of();
    private int cells;

    private record Installed(Cell cell, Lease lease) {}

    /** @param poke called by any thread when {@link #attend} has something to do */
    public NodeBook(String self, LimitTimes times, Runnable poke) {
        this.standing = new Standing(self, times);
        this.times = times;
        this.poke = poke;
        for (int i = 0; i < owners.length; i++) {
            owners[i] = new OwnerWatch();
        }
    }

    /** The cells of a limit. Any thread. */
    public CellTable table(Limit limit) {
        return tables.computeIfAbsent(limit, unknown -> new CellTable(unknown, this));
    }

    /** The cell of a key, made when it is new; null when there is no room. Keeps {@code bytes}. */
    public @Nullable Cell cell(CellTable table, byte[] bytes, long nowNanos) {
        Cell known = table.find(bytes, 0, bytes.length);
        if (known != null || cells >= MOST_CELLS) {
            return known;
        }
        cells++;
        return table.add(bytes, nowNanos);
    }

    /** So many more requests wait for tokens of this cell. */
    public void await(Cell cell, long count) {
        cell.demand.waiting += count;
        cell.demand.arrived(count);
        calls.add(cell);
    }

    /** Requests have been answered that waited. */
    public void answered(Cell cell, long count) {
        cell.demand.waiting -= count;
    }

    /** What is to be sent to owners now, because of calls from loops, waiting requests, replaced leases. */
    public List<LeaseMessage> attend(long nowNanos) {
        for (Cell cell = calls.poll(); cell != null; cell = calls.poll()) {
            attend(cell, nowNanos);
        }
        List<LeaseMessage> out = outbox;
        outbox = new ArrayList<>();
        return out;
    }

    private void attend(Cell cell, long nowNanos) {
        Demand demand = cell.demand;
        Lease lease = cell.lease;
        boolean live = lease != null && lease.isLive(nowNanos);
        long left = lease != null && live ? lease.left() : 0;
        if (lease != null) {
            demand.spent(lease.left());
        }
        demand.denied(cell.denied());
        if (demand.asking && nowNanos - demand.askedNanos < times.askAgain()) {
            return;
        }
        long wanted = isWorthAsking(cell, nowNanos) ? wanted(cell, left, nowNanos) : 0;
        if (wanted > 0) {
            ask(cell, wanted, lease != null && live ? lease.id : 0, left, nowNanos);
        } else {
            asking.remove(cell);
            demand.asking = false;
            if (lease != null && live && left == 0) {
                tellOver(cell, lease, 0);
            }
        }
    }

    private boolean isWorthAsking(Cell cell, long nowNanos) {
        return nowNanos - cell.denyUntilNanos >= 0 && !OwnerWatch.isLost(cell.owner.heard, times, nowNanos);
    }

    /** A key not asked for lately: what is waiting. Another one: what will be needed soon. */
    private long wanted(Cell cell, long left, long nowNanos) {
        Demand demand = cell.demand;
        boolean lately = demand.everAsked && nowNanos - demand.askedNanos < times.lease();
        long expected = demand.expected(nowNanos);
        long ahead = lately ? expected : 0;
        return Math.min(cell.key.limit().burst(), Math.max(demand.waiting, ahead) - left);
    }

    private void ask(Cell cell, long wanted, long leaseId, long left, long nowNanos) {
        Demand demand = cell.demand;
        if (left == 0) {
            demand.toldOver = leaseId;
        }
        demand.asking = true;
        demand.everAsked = true;
        demand.askedNanos = nowNanos;
        asking.add(cell);
        counts.asks.increment();
        outbox.add(new Ask(cell.key, standing.self, wanted, leaseId, left, nowNanos));
    }

    private void tellOver(Cell cell, Lease lease, long rest) {
        if (cell.demand.toldOver != lease.id) {
            cell.demand.toldOver = lease.id;
            outbox.add(new Return(cell.key, standing.self, lease.id, rest));
        }
    }

    /** An owner's answer. Returns the cell if it is known here and the answer was news. */
    public @Nullable Cell granted(Grant grant, long nowNanos) {
        CellTable table = tables.get(grant.key().limit());
        byte[] bytes = grant.key().bytes();
        Cell cell = table == null ? null : table.find(bytes, 0, bytes.length);
        Heard heard = cell == null ? null : cell.owner.heard;
        boolean outdated = heard != null && grant.incarnation() < heard.incarnation();
        if (cell != null && !outdated) {
            boolean news = remember(cell, grant, nowNanos);
            if (install(cell, grant, nowNanos) || news) {
                return cell;
            }
        }
        counts.ignored.increment();
        return null;
    }

    private boolean remember(Cell cell, Grant grant, long nowNanos) {
        Demand demand = cell.demand;
        if (grant.askSent() - demand.answeredNanos <= 0) {
            return false;
        }
        demand.answeredNanos = grant.askSent();
        if (grant.askSent() == demand.askedNanos) {
            demand.asking = false;
            asking.remove(cell);
        }
        if (grant.pauseNanos() > 0) {
            counts.refusals.increment();
            cell.tokenAtNanos = nowNanos + grant.pauseNanos();
            cell.denyUntilNanos = nowNanos + Math.min(grant.pauseNanos(), LONGEST_DENIAL_NANOS);
        }
        return true;
    }

    /** Ids rise, so a doubled grant is recognised, and one that was overtaken. */
    private boolean install(Cell cell, Grant grant, long nowNanos) {
        if (grant.tokens() == 0 || grant.leaseId() <= cell.demand.lastLease) {
            return false;
        }
        Lease fresh = new Lease(grant.leaseId(), grant.tokens(), grant.askSent(), grant.lifeNanos());
        Lease old = cell.lease;
        cell.lease = fresh;
        if (old != null) {
            end(cell, old, nowNanos);
        }
        cell.demand.installed(fresh);
        installed.add(new Installed(cell, fresh));
        counts.grants.increment();
        counts.tokens.add(fresh.tokens);
        return true;
    }

    private void end(Cell cell, Lease lease, long nowNanos) {
        long rest = lease.drain();
        if (lease.id == cell.demand.lastLease) {
            cell.demand.spent(rest);
        }
        if (lease.isLive(nowNanos)) {
            tellOver(cell, lease, rest);
        }
    }

    /** Repeats asks that got no answer, returns leases that end soon. Every few dozen milliseconds; then attend. */
    public void tick(long nowNanos) {
        while (!installed.isEmpty() && !keeps(installed.peek(), nowNanos)) {
            installed.remove();
        }
        for (Cell cell : asking) {
            if (nowNanos - cell.demand.askedNanos >= times.askAgain()) {
                calls.add(cell);
            }
        }
    }

    /** What is left a fifth of its life before its end goes back, so that it arrives while it still counts. */
    private boolean keeps(Installed one, long nowNanos) {
        if (nowNanos - (one.lease().expiresNanos - times.lease() / 5) < 0) {
            return one.cell().lease == one.lease();
        }
        if (one.cell().lease == one.lease()) {
            end(one.cell(), one.lease(), nowNanos);
        }
        return false;
    }

    /** Forgets the cells of keys that nobody uses. Every second or so. */
    public void forgetIdle(long nowNanos) {
        for (CellTable table : tables.values()) {
            cells -= table.sweep(cell -> isIdle(cell, nowNanos));
        }
    }

    /** While the owner is missing nothing is forgotten: a cell knows what was spent of the share. */
    private boolean isIdle(Cell cell, long nowNanos) {
        Demand demand = cell.demand;
        Lease lease = cell.lease;
        return demand.waiting == 0
                && !demand.asking
                && nowNanos - demand.askedNanos > IDLE_NANOS
                && nowNanos - cell.denyUntilNanos >= 0
                && (lease == null || !lease.isLive(nowNanos))
                && !OwnerWatch.isLost(cell.owner.heard, times, nowNanos);
    }

    /** Hears an owner. The share is dropped before the pong exists. Empty for an owner that is outdated. */
    public Optional<Pong> ping(Ping ping, long nowNanos) {
        OwnerWatch owner = owners[ping.partition()];
        Heard before = owner.heard;
        if (before != null && ping.incarnation() < before.incarnation()) {
            return Optional.empty();
        }
        if (!ping.fenced()) {
            owner.hear(heard(ping, nowNanos), times);
        }
        return Optional.of(new Pong(
                ping.partition(),
                ping.incarnation(),
                standing.self,
                ping.fenced(),
                !ping.fenced() && owner.wasAwakeLately(times, nowNanos),
                standing.retired,
                ping.pingSent(),
                nowNanos,
                ping.report() && !ping.fenced() ? held(ping.partition(), nowNanos) : List.of()));
    }

    private Heard heard(Ping ping, long nowNanos) {
        long base = ping.echo() == Long.MIN_VALUE ? nowNanos - times.shareEnd() : ping.echo() - ping.lagNanos();
        return new Heard(ping.incarnation(), nowNanos, base, union(ping.members()));
    }

    /** One object for all partitions of all owners that tell the same. */
    private Set<String> union(List<String> told) {
        Set<String> seen = standing.members;
        if (!lastUnion.containsAll(told) || !lastUnion.containsAll(seen) || isTooLarge(told, seen)) {
            Set<String> union = new TreeSet<>(told);
            union.addAll(seen);
            lastUnion = union;
        }
        return lastUnion;
    }

    private boolean isTooLarge(List<String> told, Set<String> seen) {
        for (String member : lastUnion) {
            if (!seen.contains(member) && !told.contains(member)) {
                return true;
            }
        }
        return false;
    }

    private List<Held> held(int partition, long nowNanos) {
        List<Held> found = new ArrayList<>();
        for (Installed one : installed) {
            Lease lease = one.lease();
            if (one.cell().key.partition() == partition && lease.isLive(nowNanos) && lease.left() > 0) {
                found.add(new Held(one.cell().key, lease.id, lease.left(), lease.expiresNanos - nowNanos));
            }
        }
        return found;
    }

    /**
     * All members that this node sees, those that are only joining among them. Shares that are awake learn of new ones,
     * too: an owner that begins now deducts as if they knew.
     */
    public void members(Collection<String> members) {
        Set<String> seen = Set.copyOf(members);
        if (seen.equals(standing.members)) {
            return;
        }
        standing.members = seen;
        for (OwnerWatch owner : owners) {
            Heard heard = owner.heard;
            if (heard != null && !heard.members().containsAll(seen)) {
                owner.heard = heard.seeing(seen);
            }
        }
    }

    /** A majority has confirmed, on a question sent then, that this node is a member. */
    public void confirmed(long sentNanos) {
        if (!standing.confirmed || sentNanos - standing.confirmedNanos > 0) {
            standing.confirmedNanos = sentNanos;
            standing.confirmed = true;
        }
    }

    /** This node is leaving: it never lives on a share again, and tells so in each pong. */
    public void retire() {
        standing.retired = true;
    }

    public boolean isRetired() {
        return standing.retired;
    }

    /** Partitions whose owner was heard once and is missing now. Any thread. */
    public List<Integer> lost(long missingNanos, long nowNanos) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < owners.length; i++) {
            Heard heard = owners[i].heard;
            if (heard != null && nowNanos - heard.lastNanos() >= missingNanos) {
                found.add(i);
            }
        }
        return found;
    }

    public NodeCounts counts() {
        return counts;
    }

    OwnerWatch owner(int partition) {
        return owners[partition];
    }

    Standing standing() {
        return standing;
    }

    LimitTimes times() {
        return times;
    }

    void call(Cell cell) {
        calls.add(cell);
        poke.run();
    }

    void shareUsed() {
        counts.byShare.increment();
    }

    void denied() {
        counts.denied.increment();
    }
}
