package io.weir.config.formation;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** The configuration that the control plane's actor system runs on. */
public final class ControlPlane {
    /** Of the actor system: part of every address, so the same on each node. */
    public static final String SYSTEM_NAME = "weir";

    /** Distributed data whose key begins so is on each node's disk before a write is acknowledged. */
    public static final String DURABLE_PREFIX = "durable-";

    private ControlPlane() {}

    /**
     * Complete and resolved. What the operator set under {@code pekko} wins over Weir's own, but not over what the
     * settings say of addresses and directories.
     */
    public static Config pekkoConfig(NodeSettings settings) {
        Map<String, Object> own = new LinkedHashMap<>();
        own.put(
                "pekko.remote.artery.canonical.hostname",
                settings.cluster().address().host());
        own.put(
                "pekko.remote.artery.canonical.port",
                settings.cluster().address().port());
        // A directory that ends in "ddata" would get the port in its name: lost after a restart on another port.
        own.put(
                "pekko.cluster.distributed-data.durable.lmdb.dir",
                settings.dataDir().resolve("durable").toAbsolutePath().toString());
        Config weir = ConfigFactory.parseMap(own, "weir settings")
                .withFallback(settings.pekko())
                .withFallback(Layers.resource("pekko.conf"));
        return ConfigFactory.load(weir);
    }
}
