package io.weir.node.control.audit;

import io.weir.protocol.admin.AuditReport.Entry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a node's audit files are as they were written. */
public final class AuditCheck {
    private AuditCheck() {}

    /**
     * Reads files of one node as one chain, and says the first line that breaks it.
     *
     * @param files the oldest first
     * @return whether the chain is whole
     */
    public static boolean run(List<Path> files, PrintStream out) throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> places = new ArrayList<>();
        for (Path file : files) {
            int number = 0;
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                number++;
                lines.add(line);
                places.add(file + ":" + number);
            }
        }
        int broken = AuditLine.firstBroken(lines);
        if (broken >= 0) {
            out.println(places.get(broken) + ": is not as it was written, or what was before it is missing");
            return false;
        }
        Optional<Entry> first = lines.isEmpty() ? Optional.empty() : AuditLine.read(lines.get(0));
        out.println(lines.size() + " entries"
                + first.map(entry -> " of " + entry.node()).orElse("") + ", whole"
                + first.filter(entry -> !entry.previous().equals(AuditLine.NOTHING))
                        .map(entry -> "; older ones are in another file")
                        .orElse(""));
        return true;
    }
}
