package io.weir.node.dataplane.accept;

import io.netty.channel.Channel;
import io.weir.config.model.ListenerLimits.PerAddress;
import io.weir.node.dataplane.exchange.ListenerGate;
import io.weir.node.decide.protect.Pace;
import io.weir.node.state.ConnectionRefusal;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What one address may do at a listener. All are counted, also while there is no limit, so that one that is set later finds
 * the right numbers. Thread-safe.
 */
final class AddressLimits {
    private final ListenerGate gate;
    private final AddressTable addresses;

    AddressLimits(ListenerGate gate, AddressTable addresses) {
        this.gate = gate;
        this.addresses = addresses;
    }

    /** Null: the connection is taken on, and counted until it is closed where there was a place for its address. */
    @Nullable
    ConnectionRefusal admit(Channel connection, InetAddress address) {
        long now = System.nanoTime();
        boolean trusted = gate.trusts(address);
        PerAddress limits = gate.perAddress();
        int most = trusted || limits.connections() == 0 ? Integer.MAX_VALUE : limits.connections();
        Visitor visitor = addresses.of(address, now);
        Visitor.Entry entry = visitor == null ? Visitor.Entry.IN : visitor.enter(most);
        while (visitor != null && entry == Visitor.Entry.RETIRED) {
            addresses.remove(visitor);
            visitor = addresses.of(address, now);
            entry = visitor == null ? Visitor.Entry.IN : visitor.enter(most);
        }
        if (visitor == null) {
            return null;
        }
        if (entry == Visitor.Entry.FULL) {
            return ConnectionRefusal.CONNECTIONS_PER_ADDRESS;
        }
        Pace pace = gate.pace();
        if (pace != null && !trusted && !visitor.keeps(pace, now)) {
            addresses.leave(visitor, now);
            return ConnectionRefusal.NEW_CONNECTIONS_PER_ADDRESS;
        }
        Visitor entered = visitor;
        connection.closeFuture().addListener(closed -> addresses.leave(entered, System.nanoTime()));
        return null;
    }
}
