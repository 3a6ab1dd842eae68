package io.weir.node.dataplane.accept;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * How many connections each address has at one listener of this node, over all its loops; IPv6 by /64, which is what one
 * customer has. Asked once a connection, never for a request. What has left is forgotten at once, or, while it matters how
 * lately it came, by those that come after it: each looks at two. Thread-safe, without a lock that is held for long.
 */
final class AddressTable {
    /** More addresses at once are not told apart: what has no place here is not refused. */
    static final int MOST = 131_072;

    private static final int LOOKED_AT = 2;

    private final ConcurrentHashMap<Long, Visitor> visitors = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Visitor> leaving = new ConcurrentLinkedQueue<>();
    private final int most;

    AddressTable() {
        this(MOST);
    }

    AddressTable(int most) {
        this.most = most;
    }

    /** The visitor from there; null when there is no place for another. It may have retired when it is asked to enter. */
    @Nullable
    Visitor of(InetAddress address, long now) {
        forget(now);
        Long key = key(address.getAddress());
        Visitor known = visitors.get(key);
        if (known != null || visitors.mappingCount() >= most) {
            return known;
        }
        Visitor fresh = new Visitor(key, now);
        Visitor other = visitors.putIfAbsent(key, fresh);
        return other == null ? fresh : other;
    }

    /** Upper half of an IPv6 address; IPv4 where no network of IPv6 is. */
    static Long key(byte[] address) {
        long key = address.length == 4 ? 0xffffL : 0;
        for (int i = 0; i < Math.min(address.length, 8); i++) {
            key = key << 8 | address[i] & 0xff;
        }
        return key;
    }

    /** A connection of the visitor is closed, or was not taken on. */
    void leave(Visitor visitor, long now) {
        if (visitor.leave() && !drop(visitor, now)) {
            queue(visitor);
        }
    }

    /** It has retired: whoever finds it so may take it out. */
    void remove(Visitor retired) {
        visitors.remove(retired.key, retired);
    }

    private boolean drop(Visitor visitor, long now) {
        boolean retired = visitor.retire(now);
        if (retired) {
            remove(visitor);
        }
        return retired;
    }

    private void queue(Visitor visitor) {
        if (visitor.queue()) {
            leaving.add(visitor);
        }
    }

    private void forget(long now) {
        for (int i = 0; i < LOOKED_AT; i++) {
            Visitor visitor = leaving.poll();
            if (visitor == null) {
                return;
            }
            visitor.unqueue();
            if (!visitor.isOpen() && !drop(visitor, now)) {
                queue(visitor); // it has to be remembered for a while yet
            }
        }
    }

    /** Addresses that are told apart now. */
    long size() {
        return visitors.mappingCount();
    }
}
