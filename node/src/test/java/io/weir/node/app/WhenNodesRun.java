package io.weir.node.app;

import java.util.Arrays;
import picocli.CommandLine.Command;

/** The condition of tests that start nodes as processes: {@code weir node} exists. They arm themselves when it does. */
final class WhenNodesRun {
    private WhenNodesRun() {}

    static boolean hasNodeCommand() {
        return Arrays.stream(Main.class.getAnnotation(Command.class).subcommands())
                .anyMatch(type -> type.getAnnotation(Command.class).name().equals("node"));
    }
}
