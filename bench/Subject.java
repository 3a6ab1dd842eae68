import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something under test: what is asked, and the process whose time and memory count, with its children (nginx has a master
 * and workers).
 */
record Subject(String name, Process process, String url, List<String> headers) {
    private static final double TICK_MICROS = tickMicros();

    private static double tickMicros() {
        try {
            return 1e6 / Long.parseLong(Lab.output("getconf", "CLK_TCK").strip());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("getconf CLK_TCK", e);
        }
    }

    private List<ProcessHandle> family() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
    }

    /** User and system time so far, all threads, in microseconds. */
    double cpuMicros() throws IOException {
        long ticks = 0;
        for (ProcessHandle one : family()) {
            String stat = Files.readString(Path.of("/proc/" + one.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
        return ticks * TICK_MICROS;
    }

    /** Resident memory in KiB. */
    double memoryKib() throws IOException {
        double kib = 0;
        for (ProcessHandle one : family()) {
            kib += Lab.number(Files.readString(Path.of("/proc/" + one.pid() + "/status")), "VmRSS:\\s+(\\d+) kB");
        }
        return kib;
    }
}
