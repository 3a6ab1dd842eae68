package io.weir.node.app.demo;

import io.weir.node.app.Main;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The main class of a demo's child: runs a command as {@link Main} does, but not longer than the parent lives. The
 * child's standard input is a pipe from the parent; it ends when the parent does, however that dies.
 */
public final class Tether {
    /** What stands for "nothing to remove". */
    static final String KEEP = "-";

    private static final int PARENT_GONE = 3;

    private Tether() {}

    /** @param args the folder to remove if the parent is gone, or {@link #KEEP}; then a command line for {@link Main} */
    public static void main(String[] args) {
        Thread watch = new Thread(() -> outliveNobody(args[0]), "demo-tether");
        watch.setDaemon(true);
        watch.start();
        Main.main(Arrays.copyOfRange(args, 1, args.length));
    }

    private static void outliveNobody(String folder) {
        try {
            while (System.in.read() >= 0) {
                // The parent never writes; the end of the stream is the message.
            }
        } catch (IOException e) {
            // A pipe that cannot be read has no parent behind it either.
        }
        if (!folder.equals(KEEP)) {
            Folders.remove(Path.of(folder));
        }
        Runtime.getRuntime().halt(PARENT_GONE);
    }
}
