package io.weir.node.app;

import io.weir.node.app.cert.CertCommand;
import io.weir.node.app.demo.DemoBackendCommand;
import io.weir.node.app.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Each subcommand is a class of its own. */
@Command(
        name = "weir",
        description = "A clustered API gateway and load balancer.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            NodeCommand.class,
            PrepareCommand.class,
            CheckCommand.class,
            CertCommand.class,
            HashCommand.class,
            AuditCommand.class,
            DemoCommand.class,
            DemoBackendCommand.class
        })
public final class Main {
    private Main() {}

    /** Ends the process with the command's status: 0 well, 1 failed, 2 called wrongly. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
