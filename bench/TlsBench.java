import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * HTTPS with one P-256 certificate, TLS 1.3 with X25519 and AES-128-GCM: requests over kept connections, one full or one
 * resumed handshake for each connection with one request, and the memory of idle connections.
 */
final class TlsBench {
    private static final String[] PORTS = {"BACKEND", "NGINX", "HAPROXY", "TLS", "TLS-ADMIN"};
    private static final int AT_ONCE = 32;

    private final Options options;
    private final Map<String, Map<String, List<Double>>> results = new LinkedHashMap<>();
    private long failures;

    TlsBench(Options options) {
        this.options = options;
    }

    void run() throws IOException, InterruptedException {
        int idle = options.quick() ? 1000 : 4000;
        try (Lab lab = new Lab(options, PORTS)) {
            TestIdentity.write(lab.work);
            lab.nginx("backend", "backend.conf");
            List<Subject> subjects = start(lab);
            System.out.printf("%d rounds of %d s each%n", options.rounds(), options.seconds());
            for (Subject subject : subjects) {
                note(subject, "idleKibPerConnection", idleKib(subject, idle));
            }
            for (Subject subject : subjects) {
                Wrk.round(subject, 3); // warm
                handshakes("full", subject, 3);
            }
            for (int round = 1; round <= options.rounds(); round++) {
                for (Subject subject : subjects) {
                    System.out.printf("\rround %d of %d: %-12s", round, options.rounds(), subject.name());
                    round(subject);
                }
            }
            System.out.print("\r" + " ".repeat(40) + "\r");
            report(idle);
        }
    }

    private List<Subject> start(Lab lab) throws IOException, InterruptedException {
        List<Subject> subjects = List.of(
                subject(lab, "nginx", lab.nginx("nginx", "nginx-tls.conf"), "NGINX"),
                subject(lab, "haproxy", lab.haproxy("haproxy-tls.cfg"), "HAPROXY"),
                subject(lab, "weir", lab.weir("TLS", "weir-tls.yaml", "off"), "TLS"));
        for (Subject subject : subjects) {
            lab.awaitAnswer(subject);
        }
        return subjects;
    }

    private static Subject subject(Lab lab, String name, Process process, String port) {
        return new Subject(name, process, "https://localhost:" + lab.port(port) + "/plain/a", List.of());
    }

    private void note(Subject subject, String what, double value) {
        results.computeIfAbsent(subject.name(), name -> new LinkedHashMap<>())
                .computeIfAbsent(what, any -> new ArrayList<>())
                .add(value);
    }

    private void round(Subject subject) throws IOException, InterruptedException {
        Wrk.Round kept = Wrk.round(subject, options.seconds());
        note(subject, "requestsPerSecond", kept.perSecond());
        note(subject, "cpuMicrosPerRequest", kept.cpuMicros());
        note(subject, "p99Micros", kept.p99());
        failures += kept.errors();
        for (String kind : List.of("full", "resumed")) {
            double[] seen = handshakes(kind, subject, options.seconds());
            note(subject, kind + "PerSecond", seen[0]);
            note(subject, kind + "CpuMicros", seen[1]);
            // What one core could do if it did nothing else: the rate itself is bounded by the client beside it.
            note(subject, kind + "PerCoreSecond", 1e6 / seen[1]);
            note(subject, kind + "ShareResumed", seen[2]);
        }
    }

    /** Connections a second, CPU of the subject for each in microseconds, share of them that resumed. */
    private double[] handshakes(String kind, Subject subject, int seconds) throws IOException, InterruptedException {
        double before = subject.cpuMicros();
        String text = Lab.output(load(kind, subject, String.valueOf(AT_ONCE), String.valueOf(seconds)));
        double micros = subject.cpuMicros() - before;
        double handshakes = Math.max(1, Lab.number(text, "handshakes (\\d+)"));
        failures += (long) Lab.number(text, "failures (\\d+)");
        return new double[] {
            Lab.number(text, "persecond (\\d+)"), micros / handshakes, Lab.number(text, "resumed (\\d+)") / handshakes
        };
    }

    private String[] load(String kind, Subject subject, String... more) {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC", "-Xmx128m", "-Xshare:auto",
                "-XX:TieredStopAtLevel=4", "-cp", System.getProperty("java.class.path"), "-Dorg.slf4j.simpleLogger=off",
                "-Dlogback.configurationFile=" + options.root().resolve("bench/conf/quiet.xml"),
                "TlsLoad", kind, subject.url().replaceAll(".*:(\\d+)/.*", "$1")));
        command.addAll(List.of(more));
        return command.toArray(String[]::new);
    }

    /** Resident memory that connections cost which have had one request each and wait now, in KiB. */
    private double idleKib(Subject subject, int count) throws IOException, InterruptedException {
        handshakes("full", subject, 1); // what the first connections cost once
        collectGarbage(subject);
        double before = subject.memoryKib();
        Process holder = new ProcessBuilder(load("idle", subject, String.valueOf(count)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = holder.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            double open = line == null ? 0 : Lab.number(line, "open (\\d+)");
            if (open < count) {
                throw new IOException(subject.name() + " has " + open + " of " + count + " idle connections: " + line);
            }
            collectGarbage(subject);
            return (subject.memoryKib() - before) / count;
        } finally {
            holder.destroy();
            holder.waitFor();
        }
    }

    /** A JVM's garbage is memory that it would have used again. */
    private static void collectGarbage(Subject subject) throws IOException, InterruptedException {
        if (subject.name().startsWith("weir")) {
            Lab.output(
                    System.getProperty("java.home") + "/bin/jcmd",
                    String.valueOf(subject.process().pid()),
                    "GC.run");
        }
    }

    private void report(int idle) throws IOException {
        Report report = new Report(options)
                .about("protocol", "TLS 1.3, TLS_AES_128_GCM_SHA256, X25519, ECDSA P-256")
                .about("keptConnections", Wrk.CONNECTIONS)
                .about("handshakesAtOnce", AT_ONCE)
                .about("idleConnections", idle)
                .about("failures", failures);
        for (String part : List.of("Request", "full", "resumed", "idle")) {
            results.forEach((name, values) -> {
                List<Object> row = new ArrayList<>(List.of("name", name));
                values.forEach((what, seen) -> {
                    if (what.contains(part) || part.equals("Request") && what.matches("requests.*|p99.*")) {
                        row.addAll(List.of(what, Lab.median(seen)));
                        if (what.matches("cpu.*|.*PerCoreSecond|idle.*")) {
                            row.addAll(List.of(what + "TimesNginx", Lab.median(seen) / nginx(what)));
                        }
                    }
                });
                report.row(row.toArray());
            });
        }
        report.write("-tls");
    }

    private double nginx(String what) {
        return Lab.median(results.get("nginx").get(what));
    }
}
