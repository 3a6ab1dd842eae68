package io.weir.config.formation;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where settings come from, the later ones winning: defaults, profile, {@code file}, {@code environment}, {@code sets}.
 *
 * @param file HOCON ({@code --config FILE})
 * @param sets {@code key=value} each ({@code --set})
 * @param environment of the process; {@code WEIR_NODE_NAME} is {@code weir.node.name}
 * @param hostName the default of the node's name
 */
public record Sources(Optional<Path> file, List<String> sets, Map<String, String> environment, String hostName) {
    public Sources {
        sets = List.copyOf(sets);
        environment = Map.copyOf(environment);
    }

    /** Those of this process. */
    public static Sources ofProcess(Optional<Path> file, List<String> sets) {
        return new Sources(file, sets, System.getenv(), localName());
    }

    private static String localName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "node";
        }
    }
}
