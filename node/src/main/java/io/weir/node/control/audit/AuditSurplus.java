package io.weir.node.control.audit;

import io.weir.protocol.admin.AuditReport.Entry;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedMap;

/**
 * Which entries are no longer held: the oldest. But strangers and holders of small roles can cause as many refusals as they
 * like, so these go first where they are more than their share: nobody drives out what was done by failing often. All nodes
 * hold the same, so each leaves out the same.
 */
final class AuditSurplus {
    private static final int SHARE_OF_REFUSALS = 5;

    private AuditSurplus() {}

    /** @param most so many stay */
    static Set<String> of(SortedMap<String, Entry> held, int most) {
        Set<String> gone = new LinkedHashSet<>();
        int over = Math.max(0, held.size() - most);
        long refusals = held.values().stream().filter(AuditSurplus::isRefusal).count();
        long beyondShare = Math.max(0, refusals - most / SHARE_OF_REFUSALS);
        held.values().stream()
                .filter(AuditSurplus::isRefusal)
                .limit(Math.min(over, beyondShare))
                .forEach(entry -> gone.add(entry.id()));
        held.keySet().stream()
                .filter(id -> !gone.contains(id))
                .limit(over - gone.size())
                .toList()
                .forEach(gone::add);
        return gone;
    }

    private static boolean isRefusal(Entry entry) {
        return entry.outcome() == 401 || entry.outcome() == 403;
    }
}
