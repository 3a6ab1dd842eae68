import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code ./weir bench [plain|full|all] [--quick] [--rounds N] [--seconds N]}: Weir beside nginx and HAProxy.
 *
 * <p>All three run at the same time, in front of the same backend; rounds alternate between them, so that whatever else
 * the machine does meets all alike. What counts is CPU per request (user and system time of all of a proxy's processes,
 * from /proc): requests per second on a machine that also runs the load generator and the backend say less. Only loopback
 * is used. One file without dependencies, so that {@code java bench/Bench.java} runs it.
 */
final class Bench {
    private static final int CONNECTIONS = 64;
    private static final String[] NAMES = {"BACKEND", "NGINX", "HAPROXY", "PLAIN", "PLAIN-ADMIN", "FULL", "FULL-ADMIN"};
    private static final Path ROOT = Path.of(System.getProperty("weir.root", ".")).toAbsolutePath();
    private static final Path WORK = ROOT.resolve("bench/.work");

    /** A proxy under test: what wrk asks, and the process whose time counts (with its children). */
    record Subject(String name, Process process, String url, List<String> headers) {}

    /** One round of one subject. CPU in microseconds a request, latencies in microseconds, memory in MiB. */
    record Round(double perSecond, double cpuMicros, double p50, double p99, double memory, long errors) {}

    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final List<Process> processes = new ArrayList<>();
    private final double tick = 1e6 / Long.parseLong(output("getconf", "CLK_TCK").strip());
    private String mode = "all";
    private int rounds = 3;
    private int seconds = 5;
    private String date = "undated";

    public static void main(String[] args) throws Exception {
        Bench bench = new Bench();
        bench.read(args);
        Runtime.getRuntime().addShutdownHook(new Thread(bench::stop));
        bench.run();
    }

    private Bench() throws IOException, InterruptedException {}

    private void read(String[] args) {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "plain", "full", "all", "baseline" -> mode = args[i];
                case "--quick" -> {
                    rounds = 2;
                    seconds = 2;
                }
                case "--rounds" -> rounds = Integer.parseInt(args[++i]);
                case "--seconds" -> seconds = Integer.parseInt(args[++i]);
                case "--date" -> date = args[++i];
                default -> {
                    System.err.println("usage: weir bench [plain|full|all|baseline] [--quick] [--rounds N]"
                            + " [--seconds N]; baseline leaves Weir out");
                    System.exit(2);
                }
            }
        }
    }

    private void run() throws IOException, InterruptedException {
        prepare();
        List<Subject> subjects = start();
        System.out.printf(
                "%d rounds of %d s each, %d keep-alive connections, GET of 300 bytes%n", rounds, seconds, CONNECTIONS);
        for (Subject subject : subjects) {
            round(subject, 3); // warm: code compiled, pools filled
        }
        Map<String, List<Round>> results = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Subject subject : subjects) {
                System.out.printf("\rround %d of %d: %-12s", round, rounds, subject.name());
                results.computeIfAbsent(subject.name(), name -> new ArrayList<>()).add(round(subject, seconds));
            }
        }
        System.out.print("\r" + " ".repeat(40) + "\r");
        report(results);
    }

    private void prepare() throws IOException {
        remove(WORK);
        Files.createDirectories(WORK);
        List<ServerSocket> held = new ArrayList<>();
        for (String name : NAMES) {
            held.add(new ServerSocket(0));
            ports.put(name, held.get(held.size() - 1).getLocalPort());
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
    }

    private List<Subject> start() throws IOException, InterruptedException {
        spawn("backend", "nginx", "-p", WORK + "/", "-c", conf("backend.conf"), "-g", "daemon off;");
        Process nginx = spawn("nginx", "nginx", "-p", WORK + "/", "-c", conf("nginx.conf"), "-g", "daemon off;");
        Process haproxy = spawn("haproxy", "haproxy", "-db", "-f", conf("haproxy.cfg"));
        List<Subject> subjects = new ArrayList<>();
        subjects.add(subject("nginx", nginx, "NGINX", "/plain/a", List.of()));
        subjects.add(subject("haproxy", haproxy, "HAPROXY", "/plain/a", List.of()));
        if (mode.equals("plain") || mode.equals("all")) {
            Process weir = weir("PLAIN", "off");
            subjects.add(subject("weir plain", weir, "PLAIN", "/plain/a", List.of()));
        }
        if (mode.equals("full") || mode.equals("all")) {
            Process weir = weir("FULL", WORK.resolve("access.log").toString());
            subjects.add(subject("weir full", weir, "FULL", "/full/a", List.of("X-Api-Key: demo-key")));
        }
        for (Subject subject : subjects) {
            awaitAnswer(subject);
        }
        return subjects;
    }

    /** A node of its own for each way to use it: the access log is a node's setting. */
    private Process weir(String port, String accessLog) throws IOException {
        String name = "weir-" + port.toLowerCase(Locale.ROOT);
        ports.put("WEIR", ports.get(port));
        Path document = Path.of(conf("weir.yaml"));
        Path own = Files.move(document, WORK.resolve(name + ".yaml"));
        return spawn(name, ROOT.resolve("weir").toString(), "node",
                "--set", "weir.node.name=" + name, "--set", "weir.node.data-dir=" + WORK.resolve(name),
                "--set", "weir.node.document=" + own, "--set", "weir.admin.port=" + ports.get(port + "-ADMIN"),
                "--set", "weir.access-log.to=" + accessLog);
    }

    private Subject subject(String name, Process process, String port, String path, List<String> headers) {
        return new Subject(name, process, "http://127.0.0.1:" + ports.get(port) + path, headers);
    }

    private String conf(String name) throws IOException {
        String text = Files.readString(ROOT.resolve("bench/conf").resolve(name)).replace("@WORK@", WORK.toString());
        for (Map.Entry<String, Integer> port : ports.entrySet()) {
            text = text.replace("@" + port.getKey() + "@", port.getValue().toString());
        }
        return Files.writeString(WORK.resolve(name), text).toString();
    }

    private Process spawn(String name, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(WORK.resolve(name + ".out").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private void awaitAnswer(Subject subject) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(subject.url())).timeout(Duration.ofSeconds(2));
        subject.headers().forEach(header -> request.header(header.split(": ")[0], header.split(": ")[1]));
        String last = "no answer";
        for (int attempt = 0; attempt < 300 && subject.process().isAlive(); attempt++) {
            try {
                int status = client.send(request.build(), BodyHandlers.discarding()).statusCode();
                if (status == 200) {
                    return;
                }
                last = "status " + status;
            } catch (IOException e) {
                last = e.toString();
            }
            Thread.sleep(100);
        }
        Path log = WORK.resolve(subject.name().replace(' ', '-') + ".out");
        System.err.println("weir bench: " + subject.name() + " does not answer (" + last + "):\n" + Files.readString(log));
        System.exit(1);
    }

    private Round round(Subject subject, int length) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("wrk", "-t1", "-c" + CONNECTIONS, "-d" + length + "s", "--latency", subject.url()));
        subject.headers().forEach(header -> command.addAll(List.of("-H", header)));
        double before = cpu(subject);
        String text = output(command.toArray(String[]::new));
        double micros = cpu(subject) - before;
        double requests = number(text, "(\\d+) requests in");
        long errors = (long) number(text, "Non-2xx or 3xx responses: (\\d+)")
                + (long) number(text, "connect (\\d+), read") + (long) number(text, "read (\\d+), write")
                + (long) number(text, "timeout (\\d+)");
        return new Round(
                number(text, "Requests/sec:\\s+([0-9.]+)"), micros / Math.max(1, requests),
                latency(text, "50%"), latency(text, "99%"), memory(subject), errors);
    }

    /** A process and its children: nginx has a master and workers. */
    private static List<ProcessHandle> family(Subject subject) {
        return Stream.concat(Stream.of(subject.process().toHandle()), subject.process().descendants()).toList();
    }

    /** User and system time so far, all threads, in microseconds. */
    private double cpu(Subject subject) throws IOException {
        long ticks = 0;
        for (ProcessHandle process : family(subject)) {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        }
        return ticks * tick;
    }

    private static double memory(Subject subject) throws IOException {
        double kib = 0;
        for (ProcessHandle process : family(subject)) {
            kib += number(Files.readString(Path.of("/proc/" + process.pid() + "/status")), "VmRSS:\\s+(\\d+) kB");
        }
        return kib / 1024;
    }

    private void report(Map<String, List<Round>> results) throws IOException {
        double nginx = median(results.get("nginx"), Round::cpuMicros);
        StringBuilder json = new StringBuilder("{\n  \"date\": \"" + date + "\",\n  \"cpus\": "
                + Runtime.getRuntime().availableProcessors() + ",\n  \"rounds\": " + rounds + ",\n  \"seconds\": "
                + seconds + ",\n  \"connections\": " + CONNECTIONS + ",\n  \"results\": [");
        System.out.printf("%-12s %12s %15s %8s %10s %10s %8s %8s%n",
                "", "requests/s", "CPU us/request", "x nginx", "p50 us", "p99 us", "MiB", "errors");
        String comma = "\n";
        for (Map.Entry<String, List<Round>> entry : results.entrySet()) {
            List<Round> all = entry.getValue();
            double cpu = median(all, Round::cpuMicros);
            long errors = all.stream().mapToLong(Round::errors).sum();
            Object[] row = {entry.getKey(), median(all, Round::perSecond), cpu, cpu / nginx, median(all, Round::p50),
                median(all, Round::p99), median(all, Round::memory), errors};
            System.out.printf(Locale.ROOT, "%-12s %12.0f %15.1f %8.2f %10.0f %10.0f %8.0f %8d%n", row);
            json.append(comma).append(String.format(Locale.ROOT, "    { \"name\": \"%s\", \"requestsPerSecond\": %.0f, "
                    + "\"cpuMicrosPerRequest\": %.2f, \"timesNginx\": %.3f, \"p50Micros\": %.0f, \"p99Micros\": %.0f, "
                    + "\"residentMiB\": %.0f, \"errors\": %d }", row));
            comma = ",\n";
        }
        json.append("\n  ]\n}\n");
        Path file = ROOT.resolve("bench/results/" + date + ".json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, json);
        System.out.println("written: " + ROOT.relativize(file));
    }

    private static double median(List<Round> rounds, java.util.function.ToDoubleFunction<Round> what) {
        double[] values = rounds.stream().mapToDouble(what).sorted().toArray();
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }

    private static double latency(String text, String percentile) {
        Matcher matcher = Pattern.compile("\\s" + percentile + "\\s+([0-9.]+)(us|ms|s)").matcher(text);
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

    private static double number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(Arrays.toString(command) + ": " + text);
        }
        return text;
    }

    private void stop() {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
            }
        }
        try {
            remove(WORK);
        } catch (IOException e) {
            System.err.println("weir bench: " + WORK + " could not be removed: " + e);
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
