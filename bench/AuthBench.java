import com.nimbusds.jose.JWSAlgorithm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * What it costs to know who is there: one node, the same request on a route that does not ask, with an API key and a check
 * of its consumer's groups, with a token that has been seen before, and with tokens that have not. Compared within each
 * round, so that what else the machine does meets both sides.
 */
final class AuthBench {
    private static final List<JWSAlgorithm> ALGORITHMS = List.of(JWSAlgorithm.ES256, JWSAlgorithm.RS256);

    private static final int AT_ONCE = 32;

    private final Options options;
    private final Map<String, List<Double>> cpu = new LinkedHashMap<>();
    private final Map<String, List<Double>> extra = new LinkedHashMap<>();
    private final LongAdder errors = new LongAdder();
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    AuthBench(Options options) {
        this.options = options;
    }

    void run() throws IOException, InterruptedException {
        try (Lab lab = new Lab(options, "BACKEND", "AUTH", "AUTH-ADMIN")) {
            Tokens tokens = new Tokens(lab.work);
            lab.nginx("backend", "backend.conf");
            Process weir = lab.weir("AUTH", "weir-auth.yaml", "off");
            String url = "http://127.0.0.1:" + lab.port("AUTH");
            Subject plain = new Subject("no policy", weir, url + "/plain/a", List.of());
            lab.awaitAnswer(plain);
            List<Subject> subjects = new ArrayList<>(List.of(plain));
            subjects.add(new Subject("API key, groups", weir, url + "/key/a", List.of("X-Api-Key: demo-key")));
            for (JWSAlgorithm algorithm : ALGORITHMS) {
                String field = "Authorization: Bearer " + tokens.issue(algorithm);
                subjects.add(new Subject(algorithm + " seen before", weir, url + "/token/a", List.of(field)));
            }
            Subject unseen = new Subject("unseen", weir, url + "/token/a", List.of());
            measure(lab, tokens, subjects, unseen);
            report();
        }
    }

    private void measure(Lab lab, Tokens tokens, List<Subject> subjects, Subject unseen)
            throws IOException, InterruptedException {
        for (Subject subject : subjects) {
            lab.awaitAnswer(subject);
            Wrk.round(subject, 3); // warm
        }
        for (JWSAlgorithm algorithm : ALGORITHMS) {
            firstSight(tokens, unseen, algorithm);
        }
        for (int round = 1; round <= options.rounds(); round++) {
            System.out.printf("\rround %d of %d", round, options.rounds());
            double base = 0;
            for (Subject subject : subjects) {
                Wrk.Round seen = Wrk.round(subject, options.seconds());
                base = base == 0 ? seen.cpuMicros() : base;
                note(subject.name(), seen.cpuMicros(), base);
                errors.add(seen.errors());
            }
            for (JWSAlgorithm algorithm : ALGORITHMS) {
                note(algorithm + " first sight", firstSight(tokens, unseen, algorithm), base);
                note(algorithm + ", library alone", base + alone(tokens, algorithm), base);
            }
        }
        System.out.print("\r" + " ".repeat(40) + "\r");
    }

    /** CPU per request in microseconds; each token is sent once, so there are few, and the client need not be fast. */
    private double firstSight(Tokens tokens, Subject subject, JWSAlgorithm algorithm)
            throws IOException, InterruptedException {
        List<HttpRequest> requests = new ArrayList<>();
        for (int i = 0; i < (options.quick() ? 3000 : 10_000); i++) {
            requests.add(HttpRequest.newBuilder(URI.create(subject.url()))
                    .header("Authorization", "Bearer " + tokens.issue(algorithm))
                    .build());
        }
        Semaphore places = new Semaphore(AT_ONCE);
        double before = subject.cpuMicros();
        for (HttpRequest request : requests) {
            places.acquire();
            client.sendAsync(request, BodyHandlers.discarding()).whenComplete((answer, failure) -> {
                if (failure != null || answer.statusCode() != 200) {
                    errors.increment();
                }
                places.release();
            });
        }
        places.acquire(AT_ONCE);
        return (subject.cpuMicros() - before) / requests.size();
    }

    /** CPU per token in microseconds of nimbus-jose-jwt in this process, which has nothing else to do. */
    private double alone(Tokens tokens, JWSAlgorithm algorithm) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            texts.add(tokens.issue(algorithm));
        }
        var clock = ManagementFactory.getThreadMXBean();
        long before = clock.getCurrentThreadCpuTime();
        for (String text : texts) {
            if (!tokens.isGood(text)) {
                errors.increment();
            }
        }
        return (clock.getCurrentThreadCpuTime() - before) / 1e3 / texts.size();
    }

    private void note(String name, double micros, double base) {
        cpu.computeIfAbsent(name, any -> new ArrayList<>()).add(micros);
        extra.computeIfAbsent(name, any -> new ArrayList<>()).add(micros - base);
    }

    private void report() throws IOException {
        Report report = new Report(options).about("connections", Wrk.CONNECTIONS).about("errors", errors.sum());
        cpu.forEach((name, seen) -> report.row(
                "name", name,
                "cpuMicrosPerRequest", Lab.median(seen),
                "extraMicros", Lab.median(extra.get(name))));
        report.write("-auth");
    }
}
