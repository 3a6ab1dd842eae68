package io.weir.node.control.shared;

import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.ddata.LWWMap;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;

/** Puts very many entries at once, shard by shard. */
public final class SharedEntriesLoad {
    private SharedEntriesLoad() {}

    public static void put(ActorSystem<?> system, String name, int count, Map<String, String> texts) {
        EntryShards shards = new EntryShards(name, count);
        Map<Integer, Map<String, String>> byShard = new HashMap<>();
        texts.forEach((id, text) ->
                byShard.computeIfAbsent(shards.of(id), shard -> new HashMap<>()).put(id, text));
        SelfUniqueAddress self = DistributedData.get(system).selfUniqueAddress();
        byShard.forEach((shard, entries) -> DistributedData.get(system)
                .replicator()
                .tell(new Replicator.Update<LWWMap<String, String>>(
                        shards.key(shard), LWWMap.create(), Replicator.writeLocal(), system.ignoreRef(), map -> {
                            LWWMap<String, String> now = map;
                            for (Map.Entry<String, String> entry : entries.entrySet()) {
                                now = now.put(self, entry.getKey(), entry.getValue());
                            }
                            return now;
                        })));
    }
}
