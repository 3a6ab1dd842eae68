package io.weir.node.decide.limit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may admit how much under one key. The invariant that everything rests on:
 * {@code tokens + what live leases may still spend <= burst}; refill adds at the limit's rate and is cut off there. So
 * over every window of length w all nodes together admit at most {@code burst + rate * w}.
 *
 * <p>While members are silent their shares are taken off capacity and rate. What a lease was given for counts until its
 * node tells what is left of it, or returns it, or the lease ends; at its end it is taken as spent.
 */
final class Bucket {
    /** For so long an ask counts as demand. */
    private static final long DEMAND_NANOS = 200_000_000;

    /** A node that is sent away comes back for a batch, not for every single token. */
    private static final long BATCH_NANOS = 10_000_000;

    /** How long to wait when it is not known when there will be tokens again. */
    private static final long LOOK_AGAIN_NANOS = 20_000_000;

    private final BucketKey key;
    private final List<Loan> loans = new ArrayList<>(2);
    private final Map<String, Demand> demands = new HashMap<>(4);
    private double tokens;
    private long leased;
    private long settledNanos;
    private double deducted;

    /** What the owner knows of a lease: {@code tokens} may still be spent, until {@code endNanos}. */
    record Loan(long id, String node, long tokens, long endNanos) {}

    private record Demand(long wanted, long atNanos) {}

    /** What was decided about an ask; {@code tokens} 0 with a pause: nothing there. */
    record Decision(long tokens, long pauseNanos) {}

    /** A bucket that nobody has touched since the timeline began: empty then, refilled since. */
    Bucket(BucketKey key, Timeline timeline) {
        this.key = key;
        this.settledNanos = timeline.begin();
    }

    Bucket(Carry.Carried carried, long nowNanos) {
        this.key = carried.key();
        this.tokens = carried.tokens();
        this.settledNanos = nowNanos;
        carried.leases()
                .forEach(lease ->
                        adopt(new Loan(lease.leaseId(), lease.node(), lease.tokens(), nowNanos + lease.endsInNanos())));
    }

    /** Takes over a lease of a former owner. */
    void adopt(Loan loan) {
        loans.add(loan);
        leased += loan.tokens();
    }

    /** Empty at this time. */
    void beginAt(long nowNanos) {
        tokens = 0;
        settledNanos = nowNanos;
    }

    /** Brings the bucket up to date: capacity cut where members fell silent, leases ended, refilled. */
    void settle(Timeline timeline, long nowNanos) {
        for (int i = timeline.indexOf(settledNanos); i < timeline.size(); i++) {
            long end = timeline.end(i, nowNanos);
            if (end - settledNanos < 0) {
                break;
            }
            deducted = timeline.deducted(i, key);
            tokens = Math.min(tokens, capacity());
            refill(end);
        }
    }

    private void refill(long untilNanos) {
        for (Loan ending = firstEnding(untilNanos); ending != null; ending = firstEnding(untilNanos)) {
            fill(ending.endNanos());
            loans.remove(ending);
            leased -= ending.tokens();
        }
        fill(untilNanos);
    }

    private @Nullable Loan firstEnding(long untilNanos) {
        Loan first = null;
        for (Loan loan : loans) {
            if (loan.endNanos() - untilNanos <= 0 && (first == null || loan.endNanos() - first.endNanos() < 0)) {
                first = loan;
            }
        }
        return first;
    }

    private void fill(long untilNanos) {
        long passed = untilNanos - settledNanos;
        if (passed > 0) {
            double room = Math.max(0, capacity() - leased - tokens);
            tokens += Math.min(room, rate() * passed);
            settledNanos = untilNanos;
        }
    }

    private double capacity() {
        return key.limit().burst() * (1 - deducted);
    }

    /** Tokens per nanosecond. */
    private double rate() {
        return key.limit().ratePerSecond() * (1 - deducted) / 1e9;
    }

    /** Takes tokens for {@code node} as far as they are there and its share of the demand goes. Settled before. */
    Decision take(String node, long wanted, long nowNanos) {
        demands.put(node, new Demand(wanted, nowNanos));
        long whole = (long) tokens;
        if (whole == 0) {
            return new Decision(0, pause());
        }
        long taken = Math.min(wanted, fairShare(node, wanted, whole, nowNanos));
        tokens -= taken;
        return new Decision(taken, taken < wanted && tokens < 1 ? pause() : 0);
    }

    /** At least one token: demand that is small beside others' must not starve. */
    private long fairShare(String node, long wanted, long whole, long nowNanos) {
        demands.values().removeIf(demand -> nowNanos - demand.atNanos() > DEMAND_NANOS);
        double all = 0;
        for (Demand demand : demands.values()) {
            all += demand.wanted();
        }
        return demands.size() == 1 || !demands.containsKey(node) ? whole : Math.max(1, (long) (whole * (wanted / all)));
    }

    private long pause() {
        double rate = rate();
        if (rate <= 0 || capacity() - leased < 1) {
            // Only an end or a return of leases makes room.
            return LOOK_AGAIN_NANOS;
        }
        long next = (long) Math.ceil((1 - tokens) / rate);
        long batch = (long) Math.min(BATCH_NANOS, key.limit().burst() / rate / 4);
        return Math.max(next, batch);
    }

    /** A node may spend at most {@code left} of this lease any more. Settled before. */
    void lower(long leaseId, long left) {
        for (int i = 0; i < loans.size(); i++) {
            Loan loan = loans.get(i);
            if (loan.id() == leaseId && left < loan.tokens()) {
                leased -= loan.tokens() - left;
                if (left > 0) {
                    loans.set(i, new Loan(loan.id(), loan.node(), left, loan.endNanos()));
                } else {
                    loans.remove(i);
                }
                return;
            }
        }
    }

    /** A node has given a lease up. Only a live one gives tokens back. Settled before. */
    void giveBack(long leaseId, long returned) {
        for (int i = 0; i < loans.size(); i++) {
            Loan loan = loans.get(i);
            if (loan.id() == leaseId) {
                loans.remove(i);
                leased -= loan.tokens();
                double room = Math.max(0, capacity() - leased - tokens);
                tokens += Math.min(room, (double) Math.min(returned, loan.tokens()));
                return;
            }
        }
    }

    /** Nothing would be lost if the bucket were forgotten now. Settled before. */
    boolean isForgettable(Timeline timeline, long nowNanos) {
        if (!loans.isEmpty()) {
            return false;
        }
        Bucket fresh = new Bucket(key, timeline);
        fresh.settle(timeline, nowNanos);
        return tokens >= fresh.tokens;
    }

    Carry.Carried carry(long nowNanos) {
        return new Carry.Carried(
                key,
                tokens,
                loans.stream()
                        .map(loan -> new Carry.CarriedLease(
                                loan.id(), loan.node(), loan.tokens(), loan.endNanos() - nowNanos))
                        .toList());
    }

    double tokens() {
        return tokens;
    }

    /** The most that live leases may still spend. */
    long leased() {
        return leased;
    }

    List<Loan> loans() {
        return List.copyOf(loans);
    }
}
