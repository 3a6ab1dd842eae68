package io.weir.node.control.shared;

import io.weir.protocol.cluster.EntryMessage;
import org.apache.pekko.cluster.ddata.LWWMap;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;

/** What the keeper of shared entries on a node hears. */
sealed interface EntriesCommand {
    record Wire(EntryMessage message) implements EntriesCommand {}

    record Changed(Replicator.SubscribeResponse<LWWMap<String, String>> response) implements EntriesCommand {}

    record Found(int shard, Replicator.GetResponse<LWWMap<String, String>> response) implements EntriesCommand {}

    enum Own implements EntriesCommand {
        MEMBERS_CHANGED,
        READ_ON
    }
}
