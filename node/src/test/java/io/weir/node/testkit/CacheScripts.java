package io.weir.node.testkit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A gateway with a cache, and a backend that answers as rows of tables say: each script has a path of its own, so that one gateway
 * serves them all.
 *
 * <p>A request is {@code METHOD Field: value ;; Field: value}, an answer {@code STATUS Field: value ;; …}; GET and 200 go without
 * saying. {@code {+60}} is the date in a minute. The backend's n-th answer of a script has the body {@code body-n}.
 */
public final class CacheScripts implements AutoCloseable {
    private static final Pattern DATE = Pattern.compile("\\{([+-]\\d+)}");
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final AtomicInteger number = new AtomicInteger();
    private final TestBackend backend = TestBackend.answering(this::answer);
    private final TestGateway gateway;

    /** @param cache fields of the policy beside its memory, with a comma before each; {@code document} gets more */
    public CacheScripts(String cache) {
        gateway = TestGateway.start(
                """
                weir: 1
                listeners: [ { name: public, address: 127.0.0.1:0 } ]
                upstreams: [ { name: origin, endpoints: [ "%s" ] } ]
                policies:
                  - { name: cache, cache: { memory: 64MiB%s } }
                routes:
                  - { name: all, match: { path: /** }, policies: [ cache ], to: origin }
                """
                        .formatted(backend.address(), cache));
    }

    public TestGateway gateway() {
        return gateway;
    }

    public TestBackend backend() {
        return backend;
    }

    /** @param answers in order, the last one again and again */
    public Script script(String... answers) {
        Script script = new Script("/script-" + number.incrementAndGet(), List.of(answers));
        scripts.put(script.path, script);
        return script;
    }

    private String answer(WireMessage request) {
        String target = request.target();
        int end = target.indexOf('?') < 0 ? target.length() : target.indexOf('?');
        Script script = scripts.get(target.substring(0, end));
        return script == null
                ? WireMessage.lines("HTTP/1.1 404 Not Found", "Content-Length: 0", "")
                : script.next(request);
    }

    /** {@code {+60}} becomes a date. */
    public static String dated(String text) {
        Matcher dates = DATE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (dates.find()) {
            dates.appendReplacement(out, FORM.format(Instant.now().plusSeconds(Long.parseLong(dates.group(1)))));
        }
        return dates.appendTail(out).toString();
    }

    private static String lines(String fields) {
        return fields.isBlank() ? "" : dated(fields.strip()).replace(" ;; ", "\r\n") + "\r\n";
    }

    @Override
    public void close() {
        gateway.close();
        backend.close();
    }

    /** What one path answers, and what was asked of it. */
    public final class Script {
        private final String path;
        private final List<String> answers;
        private final List<WireMessage> asked = new ArrayList<>();

        private Script(String path, List<String> answers) {
            this.path = path;
            this.answers = answers;
        }

        public String path() {
            return path;
        }

        /** What the backend saw. */
        public synchronized List<WireMessage> asked() {
            return List.copyOf(asked);
        }

        private synchronized String next(WireMessage request) {
            asked.add(request);
            String spec =
                    answers.get(Math.min(asked.size(), answers.size()) - 1).strip();
            int status = 200;
            if (spec.matches("\\d{3}( .*)?")) {
                status = Integer.parseInt(spec.substring(0, 3));
                spec = spec.substring(3);
            }
            String head = "HTTP/1.1 " + status + " X\r\n" + lines(spec);
            String body = "body-" + asked.size();
            boolean framed = spec.toLowerCase(Locale.ROOT).contains("content-length");
            String length = framed ? "" : "Content-Length: " + body.length() + "\r\n";
            if (status < 200 || status == 204 || status == 304) {
                return head + "\r\n";
            }
            return head + length + "\r\n" + (request.method().equals("HEAD") ? "" : body);
        }

        /** One request over a connection of its own. */
        public WireMessage ask(String request) {
            return ask(request, "");
        }

        /** @param query with its question mark */
        public WireMessage ask(String request, String query) {
            String spec = request.strip();
            int space = spec.indexOf(' ');
            String first = space < 0 ? spec : spec.substring(0, space);
            boolean named = first.matches("[A-Z]+");
            String method = named ? first : "GET";
            String fields = lines(named ? spec.substring(first.length()) : spec);
            String host = ("\n" + fields).contains("\nHost:") ? "" : "Host: example.com\r\n";
            try (WireClient client = gateway.client()) {
                client.send(method + " " + path + query + " HTTP/1.1\r\n" + host + fields + "\r\n");
                return method.equals("HEAD") ? client.answerToHead() : client.answer();
            }
        }
    }
}
