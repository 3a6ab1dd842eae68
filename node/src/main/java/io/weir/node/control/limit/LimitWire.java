package io.weir.node.control.limit;

import io.weir.config.model.Policy.WhenOwnerLost;
import io.weir.node.decide.limit.BucketKey;
import io.weir.node.decide.limit.Carry;
import io.weir.node.decide.limit.Limit;
import io.weir.protocol.cluster.LimitCarry;
import io.weir.protocol.cluster.LimitTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Between what is decided about and what travels. */
final class LimitWire {
    private LimitWire() {}

    /** The limits of one message, each once; its items refer to them by index. */
    static final class Terms {
        private final List<Limit> limits = new ArrayList<>();

        int index(Limit limit) {
            int index = limits.indexOf(limit);
            if (index < 0) {
                limits.add(limit);
                return limits.size() - 1;
            }
            return index;
        }

        List<LimitTerms> list() {
            return limits.stream().map(LimitWire::terms).toList();
        }
    }

    static LimitTerms terms(Limit limit) {
        return new LimitTerms(
                limit.name(),
                limit.ratePerSecond(),
                limit.burst(),
                limit.whenOwnerLost().name().toLowerCase(Locale.ROOT));
    }

    static Limit limit(LimitTerms terms) {
        return new Limit(
                terms.name(),
                terms.ratePerSecond(),
                terms.burst(),
                WhenOwnerLost.valueOf(terms.whenOwnerLost().toUpperCase(Locale.ROOT)));
    }

    static List<Limit> limits(List<LimitTerms> terms) {
        return terms.stream().map(LimitWire::limit).toList();
    }

    static LimitCarry carry(Carry carry) {
        Terms terms = new Terms();
        List<LimitCarry.Bucket> buckets = carry.buckets().stream()
                .map(bucket -> new LimitCarry.Bucket(
                        terms.index(bucket.key().limit()),
                        bucket.key().bytes(),
                        bucket.tokens(),
                        bucket.leases().stream()
                                .map(lease -> new LimitCarry.Lease(
                                        lease.leaseId(), lease.node(), lease.tokens(), lease.endsInNanos()))
                                .toList()))
                .toList();
        List<LimitCarry.Silence> silences = carry.timeline().stream()
                .map(aged -> new LimitCarry.Silence(
                        aged.ageNanos(),
                        aged.silent().stream()
                                .map(silent -> new LimitCarry.Member(silent.member(), silent.told()))
                                .toList()))
                .toList();
        return new LimitCarry(carry.partition(), carry.incarnation(), silences, terms.list(), buckets);
    }

    static Carry carry(LimitCarry carry) {
        List<Limit> limits = limits(carry.terms());
        List<Carry.Carried> buckets = carry.buckets().stream()
                .map(bucket -> new Carry.Carried(
                        BucketKey.of(limits.get(bucket.terms()), bucket.key()),
                        bucket.tokens(),
                        bucket.leases().stream()
                                .map(lease -> new Carry.CarriedLease(
                                        lease.id(), lease.node(), lease.tokens(), lease.endsInNanos()))
                                .toList()))
                .toList();
        List<Carry.Aged> timeline = carry.silences().stream()
                .map(silence -> new Carry.Aged(
                        silence.ageNanos(),
                        silence.members().stream()
                                .map(member -> new Carry.Silent(member.name(), member.told()))
                                .toList()))
                .toList();
        return new Carry(carry.partition(), carry.incarnation(), timeline, buckets);
    }

    /** About how long the carry is on the wire, in bytes. */
    static long size(Carry carry) {
        long size = 0;
        for (Carry.Carried bucket : carry.buckets()) {
            size += 40L + bucket.key().bytes().length + 120L * bucket.leases().size();
        }
        for (Carry.Aged aged : carry.timeline()) {
            for (Carry.Silent silent : aged.silent()) {
                size += 60L + 50L * silent.told().size();
            }
            size += 30;
        }
        return size;
    }

    /** Host and port of a unique address. */
    static String hostPort(String uniqueAddress) {
        return uniqueAddress.replaceFirst("^.*@", "").replaceFirst("#.*$", "").replaceFirst(",.*$", "");
    }
}
