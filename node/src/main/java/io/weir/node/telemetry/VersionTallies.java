package io.weir.node.telemetry;

import io.netty.util.collection.LongObjectHashMap;
import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.ExchangeRecord;
import io.weir.node.state.VersionCallers.Kind;
import io.weir.protocol.http.RequestHead;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Who called one version, on one loop. */
final class VersionTallies {
    private static final String UNDECLARED = "(undeclared)";
    private static final String UNKNOWN = "(unknown)";

    private final String api;
    private final String version;
    private final String name;
    private final VersionBook book;
    private final Names names;
    private final Queue<Tally> all;
    private final Map<String, CallerTally> consumers = new HashMap<>();
    private final LongObjectHashMap<CallerTally> networks = new LongObjectHashMap<>();
    private @Nullable CallerTally others;
    private @Nullable CallerTally otherNetworks;

    /** @param name {@code api/version} */
    VersionTallies(String api, String version, String name, VersionBook book, Names names, Queue<Tally> all) {
        this.api = api;
        this.version = version;
        this.name = name;
        this.book = book;
        this.names = names;
        this.all = all;
    }

    void add(ExchangeRecord exchange) {
        ConsumerPlan consumer = exchange.consumer();
        if (consumer != null) {
            CallerTally known = consumers.get(consumer.name());
            (known == null ? learn(consumer) : known).add();
            return;
        }
        RequestHead head = exchange.head();
        if (head != null) {
            long network = ClientNetwork.of(head.clientAddress());
            CallerTally known = networks.get(network);
            (known == null ? learn(network) : known).add();
        }
    }

    private CallerTally learn(ConsumerPlan consumer) {
        String label = consumer.declared() ? consumer.name() : UNDECLARED;
        String shown = names.admits("version " + name + ' ' + label) ? label : Names.OTHER;
        if (consumers.size() >= VersionBook.MOST_OF_A_KIND || !book.admits(name, Kind.CONSUMER, consumer.name())) {
            CallerTally known = others;
            CallerTally other = known == null ? tally(Names.OTHER, Kind.OTHER, "consumers") : known;
            others = other;
            return other;
        }
        CallerTally tally = tally(shown, Kind.CONSUMER, consumer.name());
        consumers.put(consumer.name(), tally);
        return tally;
    }

    private CallerTally learn(long network) {
        String text = ClientNetwork.text(network);
        if (networks.size() >= VersionBook.MOST_OF_A_KIND || !book.admits(name, Kind.NETWORK, text)) {
            CallerTally known = otherNetworks;
            CallerTally other = known == null ? tally(UNKNOWN, Kind.OTHER, "networks") : known;
            otherNetworks = other;
            return other;
        }
        CallerTally tally = tally(UNKNOWN, Kind.NETWORK, text);
        networks.put(network, tally);
        return tally;
    }

    private CallerTally tally(String label, Kind kind, String caller) {
        CallerTally tally = new CallerTally(api, version, label);
        book.read(tally, name, kind, caller);
        all.add(tally);
        return tally;
    }
}
