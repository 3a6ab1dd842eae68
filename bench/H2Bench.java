import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * HTTP/2 over TLS with clients: small answers of a backend that speaks HTTP/1.1, and gRPC calls of a backend that speaks
 * HTTP/2. The latencies are those at 70 % of what nginx can do.
 */
final class H2Bench {
    private static final String[] PORTS = {"BACKEND", "GRPC", "NGINX", "HAPROXY", "H2", "H2-ADMIN"};
    private static final String SMALL = "/plain/a";
    private static final String CALL = "/demo.Greeter/Say.grpc";
    private static final List<String> CALL_HEADERS = List.of("content-type: application/grpc", "te: trailers");

    private final Options options;
    private final Map<String, List<Double>> results = new LinkedHashMap<>();
    private long errors;

    H2Bench(Options options) {
        this.options = options;
    }

    void run() throws IOException, InterruptedException {
        try (Lab lab = new Lab(options, PORTS)) {
            TestIdentity.write(lab.work);
            lab.nginx("backend", "backend.conf");
            List<String> call = grpcBackend(lab);
            List<Subject> small = start(lab);
            List<Subject> calls = small.stream()
                    .map(one -> new Subject(
                            one.name(), one.process(), one.url().replace(SMALL, CALL), CALL_HEADERS))
                    .toList();
            System.out.printf("%d rounds of %d s each%n", options.rounds(), options.seconds());
            warm(small, List.of());
            warm(calls, call);
            measure("request", small, List.of(), lab.work);
            measure("call", calls, call, lab.work);
            report(small);
        }
    }

    /** Answers each call with a message of 5 + 20 bytes and {@code grpc-status: 0}; gives the options that make one. */
    private static List<String> grpcBackend(Lab lab) throws IOException {
        Path files = Files.createDirectories(lab.work.resolve("grpc/demo.Greeter"));
        byte[] message = new byte[25];
        message[4] = 20;
        Files.write(files.resolve("Say.grpc"), message);
        Path request = Files.write(lab.work.resolve("call.bin"), message);
        Path types = Files.writeString(lab.work.resolve("types"), "application/grpc grpc\n");
        lab.spawn(
                "nghttpd", "nghttpd", "--no-tls", "-a", "127.0.0.1", "-n2",
                "--trailer=grpc-status: 0", "--mime-types-file=" + types, "-d", lab.work.resolve("grpc").toString(),
                String.valueOf(lab.port("GRPC")));
        return List.of("-d", request.toString());
    }

    private List<Subject> start(Lab lab) throws IOException, InterruptedException {
        List<Subject> subjects = List.of(
                subject(lab, "nginx", lab.nginx("nginx", "nginx-h2.conf"), "NGINX"),
                subject(lab, "haproxy", lab.haproxy("haproxy-h2.cfg"), "HAPROXY"),
                subject(lab, "weir", lab.weir("H2", "weir-h2.yaml", "off"), "H2"));
        for (Subject subject : subjects) {
            lab.awaitAnswer(subject);
        }
        return subjects;
    }

    private static Subject subject(Lab lab, String name, Process process, String port) {
        return new Subject(name, process, "https://localhost:" + lab.port(port) + SMALL, List.of());
    }

    private void warm(List<Subject> subjects, List<String> more) throws IOException, InterruptedException {
        for (Subject subject : subjects) {
            H2Load.round(subject, options.quick() ? 3 : 8, more);
        }
    }

    private void measure(String what, List<Subject> subjects, List<String> more, Path work)
            throws IOException, InterruptedException {
        for (int round = 1; round <= options.rounds(); round++) {
            double load = 0;
            for (Subject subject : subjects) {
                System.out.printf("\r%s, round %d of %d: %-12s", what, round, options.rounds(), subject.name());
                H2Load.Round seen = H2Load.round(subject, options.seconds(), more);
                note(subject, what + "sPerSecond", seen.perSecond());
                note(subject, "cpuMicrosPer" + what, seen.cpuMicros());
                errors += seen.errors();
                load = load == 0 ? seen.perSecond() * 0.7 : load;
            }
            for (Subject subject : subjects) {
                note(subject, "p99MicrosAt70Percent", what, H2Load.p99At(load, subject, options.seconds(), work, more));
            }
        }
        System.out.print("\r" + " ".repeat(50) + "\r");
    }

    private void note(Subject subject, String what, double value) {
        results.computeIfAbsent(subject.name() + ' ' + what, any -> new ArrayList<>()).add(value);
    }

    private void note(Subject subject, String what, String kind, double value) {
        note(subject, kind + ' ' + what, value);
    }

    private double median(String subject, String what) {
        return Lab.median(results.get(subject + ' ' + what));
    }

    private void report(List<Subject> subjects) throws IOException {
        Report report = new Report(options)
                .about("protocol", "HTTP/2, TLS 1.3, TLS_AES_128_GCM_SHA256, X25519, ECDSA P-256")
                .about("connections", H2Load.CONNECTIONS)
                .about("streams", H2Load.STREAMS)
                .about("errors", errors);
        for (String what : List.of("request", "call")) {
            for (Subject subject : subjects) {
                String name = subject.name();
                double cpu = median(name, "cpuMicrosPer" + what);
                report.row(
                        "name", name + ' ' + what + 's',
                        "perSecond", median(name, what + "sPerSecond"),
                        "cpuMicros", cpu,
                        "timesNginx", cpu / median("nginx", "cpuMicrosPer" + what),
                        "p99MicrosAt70Percent", median(name, what + " p99MicrosAt70Percent"),
                        "residentMiB", subject.memoryKib() / 1024);
            }
        }
        report.write("-h2");
    }
}
