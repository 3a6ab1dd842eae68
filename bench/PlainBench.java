import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Requests in plain text: Weir beside nginx and HAProxy, as a mere proxy and with what a gateway is for. */
final class PlainBench {
    private static final String[] PORTS = {"BACKEND", "NGINX", "HAPROXY", "PLAIN", "PLAIN-ADMIN", "FULL", "FULL-ADMIN"};

    private final Options options;

    PlainBench(Options options) {
        this.options = options;
    }

    void run() throws IOException, InterruptedException {
        try (Lab lab = new Lab(options, PORTS)) {
            List<Subject> subjects = start(lab);
            System.out.printf(
                    "%d rounds of %d s each, %d keep-alive connections, GET of 300 bytes%n",
                    options.rounds(), options.seconds(), Wrk.CONNECTIONS);
            for (Subject subject : subjects) {
                Wrk.round(subject, 3); // warm: code compiled, pools filled
            }
            Map<String, List<Wrk.Round>> results = new LinkedHashMap<>();
            for (int round = 1; round <= options.rounds(); round++) {
                for (Subject subject : subjects) {
                    System.out.printf("\rround %d of %d: %-12s", round, options.rounds(), subject.name());
                    results.computeIfAbsent(subject.name(), name -> new ArrayList<>())
                            .add(Wrk.round(subject, options.seconds()));
                }
            }
            System.out.print("\r" + " ".repeat(40) + "\r");
            report(results);
        }
    }

    private List<Subject> start(Lab lab) throws IOException, InterruptedException {
        lab.nginx("backend", "backend.conf");
        List<Subject> subjects = new ArrayList<>();
        subjects.add(subject(lab, "nginx", lab.nginx("nginx", "nginx.conf"), "NGINX", "/plain/a", List.of()));
        subjects.add(subject(lab, "haproxy", lab.haproxy("haproxy.cfg"), "HAPROXY", "/plain/a", List.of()));
        String kind = options.kind();
        if (kind.equals("plain") || kind.equals("all")) {
            Process weir = lab.weir("PLAIN", "weir.yaml", "off");
            subjects.add(subject(lab, "weir plain", weir, "PLAIN", "/plain/a", List.of()));
        }
        if (kind.equals("full") || kind.equals("all")) {
            Process weir = lab.weir("FULL", "weir.yaml", lab.work.resolve("access.log").toString());
            subjects.add(subject(lab, "weir full", weir, "FULL", "/full/a", List.of("X-Api-Key: demo-key")));
        }
        for (Subject subject : subjects) {
            lab.awaitAnswer(subject);
        }
        return subjects;
    }

    private static Subject subject(
            Lab lab, String name, Process process, String port, String path, List<String> headers) {
        return new Subject(name, process, "http://127.0.0.1:" + lab.port(port) + path, headers);
    }

    private void report(Map<String, List<Wrk.Round>> results) throws IOException {
        double nginx = median(results.get("nginx"), Wrk.Round::cpuMicros);
        Report report = new Report(options).about("connections", Wrk.CONNECTIONS);
        results.forEach((name, rounds) -> {
            double cpu = median(rounds, Wrk.Round::cpuMicros);
            report.row(
                    "name", name,
                    "requestsPerSecond", Math.round(median(rounds, Wrk.Round::perSecond)),
                    "cpuMicrosPerRequest", cpu,
                    "timesNginx", cpu / nginx,
                    "p50Micros", Math.round(median(rounds, Wrk.Round::p50)),
                    "p99Micros", Math.round(median(rounds, Wrk.Round::p99)),
                    "residentMiB", Math.round(median(rounds, Wrk.Round::memory)),
                    "errors", rounds.stream().mapToLong(Wrk.Round::errors).sum());
        });
        report.write("");
    }

    static double median(List<Wrk.Round> rounds, ToDoubleFunction<Wrk.Round> what) {
        return Lab.median(rounds.stream().map(what::applyAsDouble).toList());
    }
}
