package io.weir.node.app.cert;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code weir cert}: has only subcommands. */
@Command(
        name = "cert",
        description = "Makes certificates.",
        mixinStandardHelpOptions = true,
        subcommands = CertLocalCommand.class)
public final class CertCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before run()
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which: weir cert local");
    }
}
