import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kept connections that ask again and again, by wrk. */
final class Wrk {
    static final int CONNECTIONS = 64;

    private Wrk() {}

    /** One round of one subject. CPU in microseconds a request, latencies in microseconds, memory in MiB. */
    record Round(double perSecond, double cpuMicros, double p50, double p99, double memory, long errors) {}

    static Round round(Subject subject, int seconds) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("wrk", "-t1", "-c" + CONNECTIONS, "-d" + seconds + "s", "--latency"));
        command.add(subject.url());
        subject.headers().forEach(header -> command.addAll(List.of("-H", header)));
        double before = subject.cpuMicros();
        String text = Lab.output(command.toArray(String[]::new));
        double micros = subject.cpuMicros() - before;
        double requests = Lab.number(text, "(\\d+) requests in");
        long errors = (long) Lab.number(text, "Non-2xx or 3xx responses: (\\d+)")
                + (long) Lab.number(text, "connect (\\d+), read")
                + (long) Lab.number(text, "read (\\d+), write")
                + (long) Lab.number(text, "timeout (\\d+)");
        return new Round(
                Lab.number(text, "Requests/sec:\\s+([0-9.]+)"),
                micros / Math.max(1, requests),
                latency(text, "50%"),
                latency(text, "99%"),
                subject.memoryKib() / 1024,
                errors);
    }

    private static double latency(String text, String percentile) {
        Matcher matcher =
                Pattern.compile("\\s" + percentile + "\\s+([0-9.]+)(us|ms|s)").matcher(text);
        if (!matcher.find()) {
            return 0;
        }
        double value = Double.parseDouble(matcher.group(1));
        return switch (matcher.group(2)) {
            case "us" -> value;
            case "ms" -> value * 1e3;
            default -> value * 1e6;
        };
    }
}
