package io.weir.node.app;

import io.weir.node.control.audit.AuditCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code weir audit FILE...}. */
@Command(
        name = "audit",
        description = "Says whether the audit log of a node is as it was written. Files that were put aside come first:"
                + " audit.jsonl.2 audit.jsonl.1 audit.jsonl",
        mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
    private static final int BROKEN = 1;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "DATA-DIR/audit/audit.jsonl")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() {
        try {
            return AuditCheck.run(files, System.out) ? 0 : BROKEN;
        } catch (IOException e) {
            System.err.println("weir: the audit log cannot be read: " + e);
            return BROKEN;
        }
    }
}
