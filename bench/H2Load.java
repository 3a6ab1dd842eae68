import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** HTTP/2 over TLS, by h2load: 16 connections with 32 streams each, which ask again and again. */
final class H2Load {
    static final int CONNECTIONS = 16;
    static final int STREAMS = 32;

    private H2Load() {}

    /** One round of one subject. CPU in microseconds a request. */
    record Round(double perSecond, double cpuMicros, long errors) {}

    /** @param more of h2load's options */
    static Round round(Subject subject, int seconds, List<String> more) throws IOException, InterruptedException {
        double before = subject.cpuMicros();
        String text = Lab.output(command(subject, seconds, more));
        double micros = subject.cpuMicros() - before;
        double done = Lab.number(text, "(\\d+) 2xx");
        return new Round(
                Lab.number(text, "finished in [^,]*, ([0-9.]+) req/s"),
                micros / Math.max(1, done),
                (long) (Lab.number(text, "(\\d+) failed") + Lab.number(text, "(\\d+) timeout")));
    }

    /** The time that 99 of 100 requests did not take longer than, in microseconds, with so many requests a second. */
    static double p99At(double perSecond, Subject subject, int seconds, Path work, List<String> more)
            throws IOException, InterruptedException {
        Path log = work.resolve("h2load.log");
        Files.deleteIfExists(log);
        List<String> options = new ArrayList<>(more);
        options.addAll(List.of("--rps=" + Math.max(1, perSecond / CONNECTIONS), "--log-file=" + log));
        Lab.output(command(subject, seconds, options));
        return p99(log);
    }

    /** The same over HTTP/1.1 in plain text, one request at a time on each of {@link Wrk#CONNECTIONS}. */
    static double p99OfHttp1At(double perSecond, Subject subject, int seconds, Path work)
            throws IOException, InterruptedException {
        Path log = work.resolve("h2load.log");
        Files.deleteIfExists(log);
        Lab.output(
                "h2load", "--h1", "-t1", "-c" + Wrk.CONNECTIONS, "-D" + seconds,
                "--rps=" + Math.max(1, perSecond / Wrk.CONNECTIONS), "--log-file=" + log, subject.url());
        return p99(log);
    }

    private static double p99(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            double[] micros = lines.mapToDouble(line -> Double.parseDouble(line.split("\t")[2]))
                    .sorted()
                    .toArray();
            return micros.length == 0 ? 0 : micros[(int) (micros.length * 0.99)];
        }
    }

    private static String[] command(Subject subject, int seconds, List<String> more) {
        List<String> command = new ArrayList<>(List.of(
                "h2load", "-t1", "-c" + CONNECTIONS, "-m" + STREAMS, "-D" + seconds));
        command.addAll(more);
        subject.headers().forEach(header -> command.addAll(List.of("-H", header)));
        command.add(subject.url());
        return command.toArray(String[]::new);
    }
}
