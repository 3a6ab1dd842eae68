package io.weir.node.control.shared;

import io.weir.config.formation.ControlPlane;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.LWWMap;
import org.apache.pekko.cluster.ddata.LWWMapKey;

/**
 * Over which keys of distributed data the entries are spread: each stays far below a frame, however many entries there
 * are. The number of shards belongs to the data on disk and must not change.
 */
final class EntryShards {
    private final List<Key<LWWMap<String, String>>> keys = new ArrayList<>();

    EntryShards(String name, int count) {
        for (int shard = 0; shard < count; shard++) {
            keys.add(LWWMapKey.create(ControlPlane.DURABLE_PREFIX + name + '-' + shard));
        }
    }

    int count() {
        return keys.size();
    }

    Key<LWWMap<String, String>> key(int shard) {
        return keys.get(shard);
    }

    /** Which one a key belongs to. */
    int numbered(String keyId) {
        return Integer.parseInt(keyId.substring(keyId.lastIndexOf('-') + 1));
    }

    int of(String id) {
        return Math.floorMod(id.hashCode(), keys.size());
    }
}
