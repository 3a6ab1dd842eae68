import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers from the store: Weir beside nginx ({@code proxy_cache}) and Varnish. Small hits and what the same costs when it is
 * proxied, hits of 1 MiB, how long hits take at 70 % of the load that nginx bears, and what a great many small entries take of
 * memory beyond what was answered.
 */
final class CacheBench {
    private static final String[] PORTS = {
        "BACKEND", "NGINX", "VARNISH", "CACHE", "CACHE-ADMIN", "ENTRIES", "ENTRIES-ADMIN", "MANY"
    };
    private static final String SMALL = "/cached/a";
    private static final String LARGE = "/cached/large";
    private static final int MIB = 1 << 20;

    /** A heap for a million entries that is no larger than it has to be, so that what is resident is in use. */
    private static final String ROOMY = "-Xmx768m -XX:MaxDirectMemorySize=2g -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10";

    private final Options options;
    private final Map<String, List<Double>> results = new LinkedHashMap<>();
    private long errors;

    CacheBench(Options options) {
        this.options = options;
    }

    void run() throws IOException, InterruptedException {
        try (Lab lab = new Lab(options, PORTS)) {
            Files.createDirectories(lab.work.resolve("files/cached"));
            Files.write(lab.work.resolve("files/cached/large"), new byte[MIB]);
            lab.nginx("backend", "backend-cache.conf");
            lab.word("MEMORY", "64MiB");
            List<Subject> hits = start(lab);
            Subject weir = hits.get(2);
            Subject proxied = at(weir, "weir proxied", "/plain/a");
            List<Subject> small = new ArrayList<>(hits);
            small.add(proxied);
            List<Subject> large = hits.stream().map(one -> at(one, one.name(), LARGE)).toList();
            System.out.printf("%d rounds of %d s each%n", options.rounds(), options.seconds());
            warm(small, large);
            for (int round = 1; round <= options.rounds(); round++) {
                round(round, small, large, lab.work);
            }
            for (Subject subject : hits) {
                lab.end(subject.process());
            }
            entries(lab);
            System.out.print("\r" + " ".repeat(50) + "\r");
            report(small, large);
        }
    }

    private static Subject at(Subject subject, String name, String path) {
        return new Subject(name, subject.process(), subject.url().replace(SMALL, path), List.of());
    }

    private List<Subject> start(Lab lab) throws IOException, InterruptedException {
        List<Subject> subjects = List.of(
                subject("nginx", lab.nginx("nginx", "nginx-cache.conf"), lab.port("NGINX"), SMALL),
                subject("varnish", lab.varnish("VARNISH", "128m"), lab.port("VARNISH"), SMALL),
                subject("weir", lab.weir("CACHE", "weir-cache.yaml", "off"), lab.port("CACHE"), SMALL));
        for (Subject subject : subjects) {
            lab.awaitAnswer(subject);
            lab.checkStored(subject.url());
            lab.checkStored(at(subject, "", LARGE).url());
        }
        return subjects;
    }

    private static Subject subject(String name, Process process, int port, String path) {
        return new Subject(name, process, "http://127.0.0.1:" + port + path, List.of());
    }

    private void warm(List<Subject> small, List<Subject> large) throws IOException, InterruptedException {
        for (Subject subject : small) {
            Wrk.round(subject, options.quick() ? 3 : 8);
        }
        for (Subject subject : large) {
            Wrk.round(subject, 2);
        }
    }

    private void round(int number, List<Subject> small, List<Subject> large, Path work)
            throws IOException, InterruptedException {
        double load = 0;
        for (Subject subject : small) {
            say("small", number, subject);
            Wrk.Round seen = Wrk.round(subject, options.seconds());
            note(subject, "perSecond", seen.perSecond());
            note(subject, "cpuMicros", seen.cpuMicros());
            errors += seen.errors();
            load = load == 0 ? seen.perSecond() * 0.7 : load;
        }
        for (Subject subject : small.subList(0, 3)) {
            say("at 70 %", number, subject);
            note(subject, "p99AtNginxs70", H2Load.p99OfHttp1At(load, subject, options.seconds(), work));
            double own = results.get(subject.name() + " perSecond").get(number - 1) * 0.7;
            note(subject, "p99AtOwn70", H2Load.p99OfHttp1At(own, subject, options.seconds(), work));
        }
        for (Subject subject : large) {
            say("1 MiB", number, subject);
            Wrk.Round seen = Wrk.round(subject, options.seconds());
            note(subject, "mibPerSecond", seen.perSecond());
            note(subject, "cpuMicrosPerMib", seen.cpuMicros());
            errors += seen.errors();
        }
    }

    private void say(String what, int round, Subject subject) {
        System.out.printf("\r%-8s round %d of %d: %-12s", what, round, options.rounds(), subject.name());
    }

    /** What is resident with many entries, without what it was before and what their addresses and answers have. */
    private void entries(Lab lab) throws IOException, InterruptedException {
        int count = options.quick() ? 100_000 : 1_000_000;
        lab.word("MEMORY", "1GiB");
        Process weir = lab.weir("ENTRIES", "weir-cache.yaml", "off", ROOMY);
        Process varnish = lab.varnish("MANY", "2500m");
        for (Subject subject : List.of(
                subject("varnish", varnish, lab.port("MANY"), SMALL), subject("weir", weir, lab.port("ENTRIES"), SMALL))) {
            System.out.printf("\r%,d entries: %-30s", count, subject.name());
            lab.awaitAnswer(subject);
            Wrk.round(at(subject, "", "/cached/b"), 5);
            String many = at(subject, "", "/cached/many/").url();
            new CacheFill(many + "warm-", 5_000).run();
            double before = settled(subject);
            double payload = new CacheFill(many, count).run();
            double taken = (settled(subject) - before) * 1024;
            lab.checkStored(many + 0);
            note(subject, "payloadPerEntry", payload / count);
            note(subject, "overheadPerEntry", (taken - payload) / count);
            lab.end(subject.process());
        }
    }

    private static double settled(Subject subject) throws IOException, InterruptedException {
        if (subject.name().equals("weir")) {
            Path jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd");
            for (int i = 0; i < 2; i++) {
                Lab.output(jcmd.toString(), String.valueOf(subject.process().pid()), "GC.run");
            }
        }
        Thread.sleep(1000);
        return subject.memoryKib();
    }

    private void note(Subject subject, String what, double value) {
        results.computeIfAbsent(subject.name() + ' ' + what, any -> new ArrayList<>()).add(value);
    }

    private double median(String subject, String what) {
        List<Double> seen = results.get(subject + ' ' + what);
        return seen == null ? 0 : Lab.median(seen);
    }

    private void report(List<Subject> small, List<Subject> large) throws IOException {
        Report report = new Report(options).about("connections", Wrk.CONNECTIONS).about("errors", errors);
        double varnish = median("varnish", "cpuMicros");
        double proxied = median("weir proxied", "cpuMicros");
        for (Subject subject : small) {
            String name = subject.name();
            double cpu = median(name, "cpuMicros");
            report.row(
                    "name", name + (name.equals("weir proxied") ? "" : " small hit"),
                    "perSecond", Math.round(median(name, "perSecond")),
                    "cpuMicros", cpu,
                    "timesVarnish", cpu / varnish,
                    "timesProxied", cpu / proxied,
                    "p99AtNginxs70", Math.round(median(name, "p99AtNginxs70")),
                    "p99AtOwn70", Math.round(median(name, "p99AtOwn70")));
        }
        for (Subject subject : large) {
            String name = subject.name();
            report.row(
                    "name", name + " 1 MiB hit",
                    "mibPerSecond", Math.round(median(name, "mibPerSecond")),
                    "timesNginx", median(name, "mibPerSecond") / median("nginx", "mibPerSecond"),
                    "cpuMicrosPerMib", median(name, "cpuMicrosPerMib"));
        }
        for (String name : List.of("varnish", "weir")) {
            report.row(
                    "name", name + " entries",
                    "payloadPerEntry", Math.round(median(name, "payloadPerEntry")),
                    "overheadPerEntry", Math.round(median(name, "overheadPerEntry")));
        }
        report.write("-cache");
    }
}
