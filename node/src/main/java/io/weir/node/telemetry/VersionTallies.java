package io.weir.node.telemetry;

import io.netty.util.collection.LongObjectHashMap;
import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.ExchangeRecord;
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
    private final VersionBook book;
    private final VersionBook.Page page;
    private final Queue<Tally> all;
    private final Map<String, CallerTally> consumers = new HashMap<>();
    private final LongObjectHashMap<CallerTally> networks = new LongObjectHashMap<>();
    private @Nullable CallerTally otherConsumers;
    private @Nullable CallerTally otherNetworks;

    /** @param name {@code api/version} */
    VersionTallies(String api, String version, String name, VersionBook book, Queue<Tally> all) {
        this.api = api;
        this.version = version;
        this.book = book;
        this.page = book.page(name);
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
        SeenCaller caller = page.consumer(consumer.name());
        if (caller == null) {
            CallerTally known = otherConsumers;
            CallerTally other = known == null ? tally(Names.OTHER, page.otherConsumers()) : known;
            otherConsumers = other;
            return other;
        }
        String label = consumer.declared() ? consumer.name() : UNDECLARED;
        boolean own = book.labels().admits(api + '/' + version + ' ' + label);
        CallerTally tally = tally(own ? label : Names.OTHER, caller);
        consumers.put(consumer.name(), tally);
        return tally;
    }

    private CallerTally learn(long network) {
        SeenCaller caller = page.network(network);
        if (caller == null) {
            CallerTally known = otherNetworks;
            CallerTally other = known == null ? tally(UNKNOWN, page.otherNetworks()) : known;
            otherNetworks = other;
            return other;
        }
        CallerTally tally = tally(UNKNOWN, caller);
        networks.put(network, tally);
        return tally;
    }

    private CallerTally tally(String label, SeenCaller caller) {
        CallerTally tally = new CallerTally(api, version, label);
        book.read(tally, caller);
        all.add(tally);
        return tally;
    }
}
