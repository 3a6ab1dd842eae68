package io.weir.node.control.session;

import io.weir.node.decide.session.SessionTable;
import io.weir.protocol.cluster.SessionDeskMessage;
import io.weir.protocol.cluster.SessionMessage.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** The tables of the partitions that this node owns now, for the admin API. Thread-safe. */
final class OwnedSessions {
    private final ConcurrentHashMap<Integer, SessionTable> tables = new ConcurrentHashMap<>();

    void add(int partition, SessionTable table) {
        tables.put(partition, table);
    }

    void remove(int partition, SessionTable table) {
        tables.remove(partition, table);
    }

    SessionDeskMessage.Owned list(String upstream, int most) {
        long count = 0;
        List<Session> sessions = new ArrayList<>();
        for (SessionTable table : tables.values()) {
            count += table.count(upstream);
            table.list(upstream, most - sessions.size())
                    .forEach(entry -> sessions.add(new Session(upstream, entry.getKey(), entry.getValue(), 0)));
        }
        return new SessionDeskMessage.Owned(count, sessions);
    }

    /** All assignments of all owned partitions. */
    long size() {
        return tables.values().stream().mapToLong(SessionTable::size).sum();
    }
}
