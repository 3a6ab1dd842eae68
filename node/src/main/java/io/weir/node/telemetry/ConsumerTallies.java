package io.weir.node.telemetry;

import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.ExchangeRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What one loop counts of consumers: the document's by name, all that only a token names together. */
final class ConsumerTallies {
    /** Cannot be a name of the document. */
    private static final String UNDECLARED = "(undeclared)";

    private final Names names;
    private final Queue<Tally> all;
    private final Map<String, ConsumerTally> byName = new HashMap<>();

    /** As for {@link LoopTallies}. */
    ConsumerTallies(Names names, Queue<Tally> all) {
        this.names = names;
        this.all = all;
    }

    /** @param consumer null: nobody was identified, and nothing is counted */
    void add(@Nullable ConsumerPlan consumer, ExchangeRecord exchange) {
        if (consumer != null) {
            called(consumer.declared() ? consumer.name() : UNDECLARED).add(exchange);
        }
    }

    private ConsumerTally called(String name) {
        ConsumerTally known = byName.get(name);
        return known != null ? known : learn(name);
    }

    private ConsumerTally learn(String name) {
        boolean own = name.equals(Names.OTHER) || name.equals(UNDECLARED) || names.admits("consumer " + name);
        if (!own) {
            return called(Names.OTHER);
        }
        ConsumerTally tally = new ConsumerTally(name);
        all.add(tally);
        byName.put(name, tally);
        return tally;
    }
}
