package io.weir.config.parse;

import io.weir.config.model.Action;
import io.weir.config.model.Api;
import io.weir.config.model.Balance;
import io.weir.config.model.BrowserPolicy;
import io.weir.config.model.CachePolicy;
import io.weir.config.model.Certificate;
import io.weir.config.model.CodingPolicy;
import io.weir.config.model.Consumer;
import io.weir.config.model.ContentCoding;
import io.weir.config.model.Defaults;
import io.weir.config.model.Endpoint;
import io.weir.config.model.FieldEdits;
import io.weir.config.model.GatewayDocument;
import io.weir.config.model.GraphqlPolicy;
import io.weir.config.model.GrpcPolicy;
import io.weir.config.model.Health;
import io.weir.config.model.HostPort;
import io.weir.config.model.HttpsPolicy;
import io.weir.config.model.Listener;
import io.weir.config.model.ListenerLimits;
import io.weir.config.model.ListenerTcp;
import io.weir.config.model.ListenerTimeouts;
import io.weir.config.model.ListenerTls;
import io.weir.config.model.Match;
import io.weir.config.model.Policy;
import io.weir.config.model.Protection;
import io.weir.config.model.ProxyProtocol;
import io.weir.config.model.RequestKey;
import io.weir.config.model.Retry;
import io.weir.config.model.Rewrite;
import io.weir.config.model.Route;
import io.weir.config.model.SecretRef;
import io.weir.config.model.SecurityField;
import io.weir.config.model.Sticky;
import io.weir.config.model.TlsProfile;
import io.weir.config.model.Upstream;
import io.weir.config.model.UpstreamLimits;
import io.weir.config.model.UpstreamProtocol;
import io.weir.config.model.UpstreamTimeouts;
import io.weir.config.model.UpstreamTls;
import io.weir.config.model.Validation;
import io.weir.config.model.WebSocketPolicy;
import io.weir.protocol.grpc.GrpcCode;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Valid documents, made from a seed, that use every field. */
final class RandomDocuments {
    private static final String[] TEXTS = {"yes", "1", "null", "~", "a: b", "# x", "%7B", "'q'", "\"", "x y", "-", "{}"
    };

    private final Random random;

    RandomDocuments(long seed) {
        random = new Random(seed);
    }

    GatewayDocument next() {
        List<Listener> listeners = new ArrayList<>(some(3, this::listener));
        listeners.addAll(some(2, this::tcpListener));
        boolean clientsAreAsked = listeners.stream()
                .anyMatch(
                        listener -> listener.tls().flatMap(ListenerTls::client).isPresent());
        return new GatewayDocument(
                listeners,
                Stream.concat(IntStream.range(0, 3).mapToObj(this::upstream), Stream.of(rawUpstream()))
                        .toList(),
                List.of(
                        new Policy.RateLimit(
                                "limit",
                                new RequestKey(RequestKey.Kind.HEADER, "X-Key"),
                                (1 + random.nextInt(100_000)) / pick(1.0, 60.0, 3600.0, 7.3),
                                1 + random.nextInt(100),
                                pick(Policy.WhenOwnerLost.values()),
                                Map.of("gold", new Policy.Quota(1 + random.nextInt(1_000), 1 + random.nextInt(100)))),
                        new RandomCredentials(random).authenticate("in"),
                        new Policy.Authorize("gold", new RandomRules(random, clientsAreAsked).next(3)),
                        new Policy.Headers("edits", edits(), new FieldEdits(Map.of(), Map.of(), List.of("Server"))),
                        new HttpsPolicy.Hsts("hsts", duration(), true, false),
                        cors(),
                        securityHeaders(),
                        new BrowserPolicy.Csrf(
                                "own", pick(List.<String>of(), List.of("https://a.org")), random.nextBoolean()),
                        new HttpsPolicy.Redirect("https", pick(301, 308), 1 + random.nextInt(9999)),
                        requestLimits(),
                        new GrpcPolicy.Transcode(
                                "json-calls",
                                "file:greeter.pb",
                                pick(List.of("demo.Greeter"), List.of("a", "b_.c1")),
                                random.nextBoolean(),
                                1024 * (1 + random.nextInt(9999))),
                        new GrpcPolicy.Web("web-calls", pick(GrpcPolicy.MESSAGE_BYTES, 2048)),
                        new CodingPolicy.Compress(
                                "small",
                                pick(CodingPolicy.Compress.CODINGS, List.of(ContentCoding.GZIP)),
                                pick(CodingPolicy.Compress.TYPES, List.of("text/*", "application/*+json", "a/b")),
                                pick(1024L, 0L, 777L),
                                Map.of(ContentCoding.GZIP, 1 + random.nextInt(9))),
                        new CodingPolicy.Decompress(
                                "plain",
                                pick(CodingPolicy.Decompress.CODINGS, List.of(ContentCoding.DEFLATE)),
                                1024 * (1 + random.nextInt(9999)),
                                2 + random.nextInt(1000)),
                        WebSocketPolicy.none("no-sockets"),
                        new WebSocketPolicy("sockets", true, duration(), duration()),
                        new CachePolicy(
                                "stored",
                                1 << 20,
                                pick(1L << 20, 4096L),
                                maybe(() -> pick(List.<String>of(), List.of("id", "page"))),
                                pick(List.<String>of(), List.of("x-tenant")),
                                pick(List.<String>of(), List.of("theme")),
                                false,
                                duration(),
                                duration(),
                                random.nextBoolean(),
                                random.nextBoolean(),
                                maybe(() -> new CachePolicy.Disk(
                                        pick("cache", "/var/cache/weir"), pick(1L << 30, 8L << 20)))),
                        new RandomRewrites(random).policy("heads"),
                        new RandomTransforms(random).transform("formats"),
                        graphql(),
                        new RandomValidations(random).validation("json"),
                        new RandomValidations(random).validation("more-json"),
                        new Protection.Address(
                                "office",
                                List.of("10.0.0.0/8", "file:office.txt"),
                                pick(List.<String>of(), List.of("::1", "10.9.0.0/16")))),
                some(3, this::api),
                some(6, this::route),
                some(3, this::consumer),
                IntStream.range(0, 2 + random.nextInt(2))
                        .mapToObj(this::certificate)
                        .toList(),
                new Defaults(random.nextBoolean()));
    }

    private BrowserPolicy.SecurityHeaders securityHeaders() {
        Map<SecurityField, String> values = new EnumMap<>(SecurityField.class);
        for (SecurityField field : SecurityField.values()) {
            if (!field.normal().isEmpty() && random.nextBoolean()) {
                values.put(field, field.normal());
            }
        }
        maybe(() -> "default-src 'self'; img-src *")
                .ifPresent(value -> values.put(SecurityField.CONTENT_SECURITY_POLICY, value));
        maybe(() -> "require-corp").ifPresent(value -> values.put(SecurityField.CROSS_ORIGIN_EMBEDDER_POLICY, value));
        return new BrowserPolicy.SecurityHeaders(
                "careful",
                values,
                pick(List.of("off"), List.of("deny"), List.of("same-origin", "https://a.org")),
                random.nextBoolean(),
                pick(BrowserPolicy.SecurityHeaders.REMOVED, List.<String>of(), List.of("X-Runtime")));
    }

    private Protection.RequestLimits requestLimits() {
        return new Protection.RequestLimits(
                "bounds",
                random.nextInt(1 << 20),
                1 + random.nextInt(9999),
                pick(List.<String>of(), List.of("application/json", "text/*", "application/*+json")),
                random.nextBoolean());
    }

    private ListenerLimits.PerAddress perAddress() {
        double rate = pick(1.0, 50.0, 0.5, 7.3);
        return pick(
                ListenerLimits.PerAddress.UNBOUNDED,
                new ListenerLimits.PerAddress(1 + random.nextInt(999), rate, 1 + random.nextInt(99)));
    }

    private BrowserPolicy.Cors cors() {
        boolean credentials = random.nextBoolean();
        return new BrowserPolicy.Cors(
                "pages",
                credentials
                        ? List.of("https://*.example.com:8443", "app://a")
                        : pick(BrowserPolicy.ANY, List.of("null")),
                pick(BrowserPolicy.ANY, BrowserPolicy.Cors.METHODS, List.of("PUT")),
                pick(BrowserPolicy.ANY, List.<String>of(), List.of("X-A", "X-B")),
                credentials ? List.of("Link") : pick(BrowserPolicy.ANY, List.<String>of()),
                Duration.ofSeconds(random.nextInt(86_401)),
                credentials,
                random.nextBoolean());
    }

    private Certificate certificate(int i) {
        Certificate.Source source =
                switch (random.nextInt(3)) {
                    case 0 -> new Certificate.Source.Uploaded();
                    case 1 -> acme();
                    default -> pemSource();
                };
        return new Certificate("certificate-" + i, source);
    }

    private Certificate.Source acme() {
        return new Certificate.Source.Acme(
                URI.create("https://acme.example/dir"),
                pick(List.of("a.example.com"), List.of("b.example.com", "c.example.com")),
                maybe(() -> "mailto:ops@example.com"),
                pick(Certificate.Challenge.values()),
                pick(Certificate.AcmeKey.values()),
                maybe(() -> secret("trust")),
                maybe(() -> new Certificate.ExternalAccount("kid 1", secret("MAC"))));
    }

    private Certificate.Source pemSource() {
        return new Certificate.Source.Pem(
                secret("chain"), secret("KEY"), random.nextBoolean() ? Optional.of(secret("o")) : Optional.empty());
    }

    private SecretRef secret(String name) {
        return new SecretRef(pick(SecretRef.Kind.values()), name);
    }

    private Listener listener(int i) {
        Optional<ListenerTls> tls = maybe(this::tls);
        return new Listener(
                "listener-" + i,
                new HostPort(pick("127.0.0.1", "::1", "localhost"), 8000 + i),
                maybe(() -> new ListenerLimits(
                                1024 + random.nextInt(9000),
                                1 + random.nextInt(500),
                                random.nextInt(9999),
                                7,
                                1 + random.nextInt(999),
                                perAddress()))
                        .orElse(ListenerLimits.DEFAULT),
                maybe(() -> new ListenerTimeouts(duration(), duration(), duration()))
                        .orElse(ListenerTimeouts.DEFAULT),
                pick(List.<String>of(), List.of("10.0.0.0/8", "::1")),
                tls,
                Optional.empty(),
                false,
                tls.isPresent()
                        ? Listener.USUAL_PROTOCOLS
                        : pick(Listener.USUAL_PROTOCOLS, Listener.PROTOCOLS, List.of("h2c")));
    }

    private Listener tcpListener(int i) {
        boolean proxied = random.nextBoolean();
        Map<String, String> byName =
                pick(Map.<String, String>of(), Map.of("a.example.com", "raw", "*.example.com", "raw", "*.org", "raw"));
        return new Listener(
                "raw-" + i,
                new HostPort("127.0.0.1", 9000 + i),
                new ListenerLimits(
                        ListenerLimits.DEFAULT.headBytes(),
                        ListenerLimits.DEFAULT.fields(),
                        0,
                        random.nextInt(9),
                        ListenerLimits.DEFAULT.streams(),
                        ListenerLimits.PerAddress.UNBOUNDED),
                new ListenerTimeouts(duration(), ListenerTimeouts.DEFAULT.idle(), ListenerTimeouts.DEFAULT.body()),
                proxied ? List.of("10.0.0.0/8") : List.of(),
                maybe(this::tcpTls),
                Optional.of(new ListenerTcp(byName, byName.isEmpty() ? Optional.of("raw") : maybe(() -> "raw"))),
                proxied,
                Listener.USUAL_PROTOCOLS);
    }

    private ListenerTls tcpTls() {
        ListenerTls tls = tls();
        return new ListenerTls(
                tls.certificates(), tls.standard(), tls.strictSni(), tls.profile(), List.of(), Optional.empty());
    }

    private Upstream rawUpstream() {
        return new Upstream(
                "raw",
                UpstreamProtocol.HTTP_1_1,
                List.of(new Endpoint(new HostPort("10.0.0.2", 5432), 1)),
                pick(
                        Balance.ROUND_ROBIN,
                        new Balance(Balance.Kind.HASH, Optional.of(new RequestKey(RequestKey.Kind.ADDRESS, "")))),
                Optional.empty(),
                new Health(Optional.empty(), Health.Passive.DEFAULT, 50),
                UpstreamTimeouts.DEFAULT,
                Retry.DEFAULT,
                UpstreamLimits.DEFAULT,
                maybe(this::upstreamTls),
                maybe(() -> pick(ProxyProtocol.values())));
    }

    private ListenerTls tls() {
        return new ListenerTls(
                List.of("certificate-1", "certificate-0"),
                maybe(() -> "certificate-0"),
                random.nextBoolean(),
                pick(TlsProfile.values()),
                pick(ListenerTls.PROTOCOLS, List.of("http/1.1", "h2"), List.of("h2"), List.of("http/1.1")),
                maybe(() -> new ListenerTls.Client(
                        secret("trust"),
                        pick(ListenerTls.Mode.values()),
                        maybe(() -> secret("crl")),
                        random.nextBoolean())));
    }

    private Upstream upstream(int i) {
        RequestKey key = pick(
                new RequestKey(RequestKey.Kind.ADDRESS, ""),
                new RequestKey(RequestKey.Kind.HEADER, "X-S"),
                new RequestKey(RequestKey.Kind.QUERY, "s"));
        Optional<UpstreamTls> tls = maybe(this::upstreamTls);
        UpstreamProtocol protocol = tls.isPresent()
                ? pick(UpstreamProtocol.values())
                : pick(UpstreamProtocol.HTTP_1_1, UpstreamProtocol.H2);
        return new Upstream(
                "upstream-" + i,
                protocol,
                List.of(
                        new Endpoint(new HostPort("10.0.0.1", 9000), random.nextInt(1001)),
                        new Endpoint(new HostPort("fe80::1", 9001), 1)),
                pick(
                        Balance.ROUND_ROBIN,
                        new Balance(Balance.Kind.LEAST_REQUEST, Optional.empty()),
                        new Balance(Balance.Kind.WEIGHTED_RANDOM, Optional.empty()),
                        new Balance(Balance.Kind.HASH, Optional.of(key))),
                maybe(() -> pick(
                        new Sticky.Cookie("c"), new Sticky.Learned(key, Duration.ofSeconds(1 + random.nextInt(99))))),
                new Health(
                        maybe(() -> active(protocol)),
                        maybe(() -> new Health.Passive(random.nextInt(9), Duration.ofSeconds(3)))
                                .orElse(Health.Passive.DEFAULT),
                        random.nextInt(101)),
                maybe(() -> new UpstreamTimeouts(duration(), duration(), duration(), duration()))
                        .orElse(UpstreamTimeouts.DEFAULT),
                maybe(() -> new Retry(
                                random.nextInt(11),
                                pick(EnumSet.allOf(Retry.Condition.class), Set.<Retry.Condition>of()),
                                pick(Set.<Integer>of(), Set.of(503, 502, 429)),
                                pick(Set.<GrpcCode>of(), Set.of(GrpcCode.UNAVAILABLE, GrpcCode.RESOURCE_EXHAUSTED)),
                                random.nextInt(101)))
                        .orElse(Retry.DEFAULT),
                maybe(() -> new UpstreamLimits(random.nextInt(100), random.nextInt(100)))
                        .orElse(UpstreamLimits.DEFAULT),
                tls,
                Optional.empty());
    }

    private UpstreamTls upstreamTls() {
        boolean verify = random.nextBoolean();
        return new UpstreamTls(
                verify ? maybe(() -> secret("ca")) : Optional.empty(),
                maybe(() -> pick("orders.example.com", "10.0.0.1", "fe80::1", "localhost")),
                verify,
                maybe(() -> "certificate-0"),
                pick(TlsProfile.values()));
    }

    private Health.Active active(UpstreamProtocol protocol) {
        Duration interval = Duration.ofMillis(50 + random.nextInt(5000));
        Health.Probe probe = pick(
                new Health.Probe.Tcp(),
                new Health.Probe.Http("/healthz", Optional.empty(), 200, 399),
                new Health.Probe.Http("/?a=b", Optional.of("h.example.com"), 200, 204));
        Health.Probe grpc = new Health.Probe.Grpc(pick("", "demo.Greeter"), maybe(() -> "h.example.com"));
        return new Health.Active(
                protocol == UpstreamProtocol.HTTP_1_1 ? probe : pick(probe, grpc),
                interval,
                interval.dividedBy(2),
                1 + random.nextInt(3),
                2,
                1 + random.nextInt(4));
    }

    private Api api(int i) {
        Api.Versioning versioning = pick(
                new Api.Versioning(Api.By.PATH, ""),
                new Api.Versioning(Api.By.MEDIA_TYPE, ""),
                new Api.Versioning(Api.By.HEADER, "X-Version"),
                new Api.Versioning(Api.By.QUERY, "v"));
        Api.Version old = new Api.Version(
                "v1",
                forward(),
                false,
                maybe(() -> LocalDate.of(2026, 1, 1 + random.nextInt(28))),
                maybe(() -> LocalDate.of(2027, 1, 1)),
                List.of("limit"),
                maybe(() -> new Rewrite("/api-" + i, pick("", "/y"))),
                edits(),
                edits(),
                Optional.empty());
        Api.Version current = new Api.Version(
                "v2",
                forward(),
                random.nextBoolean(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                FieldEdits.NONE,
                FieldEdits.NONE,
                Optional.empty());
        List<Api.Version> versions = new ArrayList<>(List.of(old, current));
        if (random.nextBoolean()) {
            versions.add(adapted("v0", pick("v1", "v2"), "v1", old, current));
            versions.add(adapted("v0-beta", "v0", "v0", versions.get(2), current));
        }
        return new Api("api-" + i, List.of("api.example.com"), "/api-" + i, List.of("in"), versioning, versions);
    }

    private Api.Version adapted(String name, String from, String first, Api.Version one, Api.Version other) {
        return new Api.Version(
                name,
                (from.equals(first) ? one : other).to(),
                false,
                maybe(() -> LocalDate.of(2026, 1, 1 + random.nextInt(28))),
                Optional.empty(),
                List.of("limit"),
                Optional.empty(),
                edits(),
                edits(),
                Optional.of(RandomAdaptations.any(from, random)));
    }

    private Route route(int i) {
        Match match = new Match(
                pick(List.<String>of(), List.of("*.example.com", "a.example.com")),
                "/route-" + i + pick("", "/**", "/{id}/x"),
                pick(List.<String>of(), List.of("GET", "POST")),
                pick(List.<Match.FieldMatch>of(), List.of(field("X-A"), new Match.FieldMatch("X-B", Optional.empty()))),
                pick(List.<Match.FieldMatch>of(), List.of(field("q"))),
                List.of());
        Action action = pick(
                forward(),
                new Action.Redirect(308, "https://example.com{path}?{query}"),
                new Action.Respond(200, text() + "\n", "text/html"),
                new Action.Respond(404, "", "text/plain; charset=utf-8"));
        Optional<Rewrite> rewrite = action instanceof Action.Forward
                ? maybe(() -> new Rewrite("/route-" + i, pick("", "/z")))
                : Optional.empty();
        return new Route(
                "route-" + i, match, List.of("limit", "in", "gold", "edits"), action, rewrite, edits(), edits());
    }

    private Match.FieldMatch field(String name) {
        return new Match.FieldMatch(name, Optional.of(text()));
    }

    private Action.Forward forward() {
        return random.nextBoolean()
                ? new Action.Forward(List.of(new Action.Target("upstream-0", 1)))
                : new Action.Forward(List.of(new Action.Target("upstream-1", 95), new Action.Target("upstream-2", 0)));
    }

    private FieldEdits edits() {
        return pick(
                FieldEdits.NONE,
                new FieldEdits(Map.of("X-B", text(), "X-A", ""), Map.of("X-C", text()), List.of("X-D", "X-E")));
    }

    private Consumer consumer(int i) {
        return new RandomCredentials(random).consumer("consumer-" + i);
    }

    private String text() {
        return pick(TEXTS);
    }

    private Duration duration() {
        return Duration.ofMillis(1 + random.nextInt(1_000_000));
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    @SafeVarargs
    private <T> T pick(T... values) {
        return values[random.nextInt(values.length)];
    }

    private <T> List<T> some(int most, IntFunction<T> make) {
        return IntStream.range(0, random.nextInt(most + 1)).mapToObj(make).toList();
    }

    private GraphqlPolicy graphql() {
        return new GraphqlPolicy(
                "queries",
                pick(GraphqlPolicy.BODY_BYTES, 1 << 20),
                pick(GraphqlPolicy.DEPTH, 4),
                pick(GraphqlPolicy.TOKENS, 100),
                pick(GraphqlPolicy.COST, 7),
                pick(Map.of(), Map.of("search", 50)),
                pick(GraphqlPolicy.LISTS, List.of(), List.of("count")),
                random.nextBoolean(),
                pick(1, 20),
                maybe(() -> new GraphqlPolicy.Persisted(
                        pick(
                                new Validation.InFile("file:queries.json"),
                                new Validation.Inline("{\"one\":\"{ one }\"}")),
                        false,
                        random.nextBoolean())));
    }
}
