import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * WebSockets that are open and do nothing, as those of people who read: what each costs in resident memory of the proxy
 * (kernel buffers apart) and in live objects of a node's heap, whether that stays while they stay, and what CPU they take meanwhile. Over HTTP/1.1 each takes two
 * file descriptors of the proxy, so there are as many as its limit lets it have; over HTTP/2 (RFC 8441) it takes one and a
 * hundredth, and there are always as many as were wanted.
 */
final class WebSocketBench {
    private static final String[] PORTS = {"BACKEND", "NGINX", "HAPROXY", "WS", "WS-ADMIN", "WS2", "WS2-ADMIN"};
    private static final int WANTED = 10_000;
    /** File descriptors for all else. */
    private static final int SPARE = 500;

    private static final Pattern GENERATION = Pattern.compile("total \\d+K, used (\\d+)K");

    private final Options options;

    WebSocketBench(Options options) {
        this.options = options;
    }

    void run() throws IOException, InterruptedException {
        int most = (int) Lab.number(Lab.output("sh", "-c", "ulimit -n"), "(\\d+)");
        int wanted = options.quick() ? 2000 : WANTED;
        int count = Math.min(wanted, (most - SPARE) / 2);
        try (Lab lab = new Lab(options, PORTS)) {
            lab.word("CONNECTIONS", String.valueOf(count + 100));
            lab.spawn("backend", load("backend", lab.port("BACKEND")));
            Report report = new Report(options).about("idleSeconds", seconds());
            Subject nginx = subject(lab, "nginx", lab.nginx("nginx", "nginx-ws.conf"), "NGINX");
            measure(lab, nginx, "hold", count, report);
            Subject haproxy = subject(lab, "haproxy", lab.haproxy("haproxy-ws.cfg"), "HAPROXY");
            measure(lab, haproxy, "hold", count, report);
            Process weir = lab.weir("WS", "weir-ws.yaml", "off");
            measure(lab, subject(lab, "weir", weir, "WS"), "hold", count, report);
            lab.end(weir);
            Process other = lab.weir("WS2", "weir-ws.yaml", "off"); // what a node once had, it keeps
            measure(lab, subject(lab, "weir-h2", other, "WS2"), "hold-h2", wanted, report);
            report.write("-websocket");
        }
    }

    private int seconds() {
        return options.quick() ? 3 : 60;
    }

    /** Over which CPU is measured before there are any. */
    private static final int BEFORE_SECONDS = 3;

    private static Subject subject(Lab lab, String name, Process process, String port) {
        return new Subject(name, process, "http://localhost:" + lab.port(port) + "/plain/a", List.of());
    }

    private void measure(Lab lab, Subject subject, String how, int count, Report report)
            throws IOException, InterruptedException {
        lab.awaitAnswer(subject);
        int port = (int) Lab.number(subject.url(), ":(\\d+)/");
        hold(lab, subject, port, how, count / 10, () -> {}); // what the first ones cost once
        double before = memory(subject);
        double heapBefore = heap(subject);
        double without = cpuMillis(subject, BEFORE_SECONDS);
        double[] seen = new double[5];
        hold(lab, subject, port, how, count, () -> {
            seen[0] = memory(subject);
            seen[3] = heap(subject);
            seen[1] = cpuMillis(subject, seconds());
            seen[2] = memory(subject);
            seen[4] = heap(subject);
        });
        report.row(
                "name", subject.name(),
                "webSockets", count,
                "kibPerWebSocket", (seen[0] - before) / count,
                "kibPerWebSocketLater", (seen[2] - before) / count,
                "heapKibPerWebSocket", (seen[3] - heapBefore) / count,
                "heapKibPerWebSocketLater", (seen[4] - heapBefore) / count,
                "cpuMillisPerSecond", seen[1],
                "cpuMillisPerSecondWithout", without);
    }

    private static double cpuMillis(Subject subject, int seconds) throws IOException, InterruptedException {
        double before = subject.cpuMicros();
        Thread.sleep(seconds * 1000L);
        return (subject.cpuMicros() - before) / seconds / 1000;
    }

    private interface Meanwhile {
        void run() throws IOException, InterruptedException;
    }

    private void hold(Lab lab, Subject subject, int port, String how, int count, Meanwhile meanwhile)
            throws IOException, InterruptedException {
        Process holder = new ProcessBuilder(load(how, port, String.valueOf(count)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = holder.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            if (line == null || Lab.number(line, "open (\\d+)") < count) {
                throw new IOException(subject.name() + " has fewer than " + count + " WebSockets: " + line);
            }
            meanwhile.run();
        } finally {
            lab.end(holder);
        }
    }

    private static boolean isNode(Subject subject) {
        return subject.name().startsWith("weir");
    }

    /** A JVM's garbage is memory that it would have used again. */
    private static double memory(Subject subject) throws IOException, InterruptedException {
        if (isNode(subject)) {
            ask(subject, "GC.run");
        }
        return subject.memoryKib();
    }

    /** What lives in a node's heap, behind {@link #memory}: that can grow within memory that the node has already. */
    private static double heap(Subject subject) throws IOException, InterruptedException {
        if (!isNode(subject)) {
            return 0;
        }
        double used = 0; // of all generations
        Matcher matcher = GENERATION.matcher(ask(subject, "GC.heap_info"));
        while (matcher.find()) {
            used += Double.parseDouble(matcher.group(1));
        }
        return used;
    }

    private static String ask(Subject subject, String command) throws IOException, InterruptedException {
        String jcmd = System.getProperty("java.home") + "/bin/jcmd";
        return Lab.output(jcmd, String.valueOf(subject.process().pid()), command);
    }

    private String[] load(String mode, int port, String... more) {
        List<String> command = new java.util.ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC", "-Xmx256m", "-Xshare:auto",
                "-cp", System.getProperty("java.class.path"),
                "-Dlogback.configurationFile=" + options.root().resolve("bench/conf/quiet.xml"),
                "WebSocketLoad", mode, String.valueOf(port)));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }
}
