import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
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
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Where everything under test runs: ports, configurations, processes, a folder that is gone afterwards. */
final class Lab implements AutoCloseable {
    final Options options;
    final Path work;
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final Map<String, String> words = new LinkedHashMap<>();
    private final List<Process> processes = new ArrayList<>();
    private final HttpClient client;

    /** @param portNames each gets a free port, {@code @NAME@} in configurations */
    Lab(Options options, String... portNames) throws IOException {
        this.options = options;
        this.work = options.root().resolve("bench/.work");
        this.client = HttpClient.newBuilder().sslContext(trustingAnybody()).build();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        remove(work);
        Files.createDirectories(work);
        List<ServerSocket> held = new ArrayList<>();
        for (String name : portNames) {
            held.add(new ServerSocket(0));
            ports.put(name, held.get(held.size() - 1).getLocalPort());
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
    }

    int port(String name) {
        return ports.get(name);
    }

    /** {@code @NAME@} in configurations from now on. */
    void word(String name, String value) {
        words.put(name, value);
    }

    /** The configuration {@code bench/conf/name}, filled in. */
    Path conf(String name) throws IOException {
        String text = Files.readString(options.root().resolve("bench/conf").resolve(name));
        text = text.replace("@WORK@", work.toString());
        for (Map.Entry<String, Integer> port : ports.entrySet()) {
            text = text.replace("@" + port.getKey() + "@", port.getValue().toString());
        }
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace("@" + word.getKey() + "@", word.getValue());
        }
        return Files.writeString(work.resolve(name), text);
    }

    Process spawn(String name, String... command) throws IOException {
        return spawn(name, "", command);
    }

    /** @param javaOptions for a node: more flags of the JVM */
    private Process spawn(String name, String javaOptions, String[] command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(work.resolve(name + ".out").toFile());
        if (!javaOptions.isEmpty()) {
            builder.environment().put("WEIR_JAVA_OPTS", javaOptions);
        }
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    Process nginx(String name, String configuration) throws IOException {
        return spawn(name, "nginx", "-p", work + "/", "-c", conf(configuration).toString(), "-g", "daemon off;");
    }

    Process haproxy(String configuration) throws IOException {
        return spawn("haproxy", "haproxy", "-db", "-f", conf(configuration).toString());
    }

    /** Varnish in front of the backend, with so much memory. */
    Process varnish(String port, String memory) throws IOException {
        String name = "varnish-" + port.toLowerCase(Locale.ROOT);
        return spawn(
                name,
                "varnishd", "-F", "-j", "none", "-T", "none",
                "-n", work.resolve(name).toString(),
                "-a", "127.0.0.1:" + port(port),
                "-b", "127.0.0.1:" + port("BACKEND"),
                "-s", "malloc," + memory);
    }

    /** Ends the run unless the address is answered twice with what the backend has made once. */
    void checkStored(String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            made.add(client.send(request, BodyHandlers.discarding()).headers().firstValue("x-made").orElse("none " + i));
        }
        if (!made.get(0).equals(made.get(1))) {
            throw new IOException(url + " is not answered from the store");
        }
    }

    /**
     * A node of its own.
     *
     * @param port its name: {@code @WEIR@} in the document; {@code NAME-ADMIN} is that of its admin API
     */
    Process weir(String port, String configuration, String accessLog) throws IOException {
        return weir(port, configuration, accessLog, "");
    }

    /** @param javaOptions more flags of the JVM */
    Process weir(String port, String configuration, String accessLog, String javaOptions) throws IOException {
        String name = "weir-" + port.toLowerCase(Locale.ROOT);
        ports.put("WEIR", ports.get(port));
        Path own = Files.move(conf(configuration), work.resolve(name + ".yaml"));
        String[] command = {
            options.root().resolve("weir").toString(),
            "node",
            "--set", "weir.node.name=" + name,
            "--set", "weir.node.data-dir=" + work.resolve(name),
            "--set", "weir.node.document=" + own,
            "--set", "weir.admin.port=" + ports.get(port + "-ADMIN"),
            "--set", "weir.access-log.to=" + accessLog
        };
        return spawn(name, javaOptions, command);
    }

    void awaitAnswer(Subject subject) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(subject.url())).timeout(Duration.ofSeconds(2));
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
        System.err.println("weir bench: " + subject.name() + " does not answer (" + last + ")");
        try (Stream<Path> logs = Files.list(work)) {
            for (Path log : logs.filter(file -> file.toString().endsWith(".out")).sorted().toList()) {
                System.err.println(log.getFileName() + ":\n" + Files.readString(log));
            }
        }
        System.exit(1);
    }

    /** The certificates here are signed by nobody. */
    private static SSLContext trustingAnybody() {
        System.setProperty("jdk.internal.httpclient.disableHostnameVerification", "true");
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] c, String type, java.net.Socket s) {}

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] c, String type, java.net.Socket s) {}

        @Override
        public void checkClientTrusted(
                java.security.cert.X509Certificate[] c, String type, javax.net.ssl.SSLEngine e) {}

        @Override
        public void checkServerTrusted(
                java.security.cert.X509Certificate[] c, String type, javax.net.ssl.SSLEngine e) {}

        @Override
        public java.security.cert.X509Certificate[] getAcceptedIssuers() {
            return new java.security.cert.X509Certificate[0];
        }
    }

    static double number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }

    static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(Arrays.toString(command) + ": " + text);
        }
        return text;
    }

    static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Ends one that is no longer needed. */
    void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        processes.forEach(this::end);
        try {
            remove(work);
        } catch (IOException e) {
            System.err.println("weir bench: " + work + " could not be removed: " + e);
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
