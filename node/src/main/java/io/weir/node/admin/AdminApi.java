package io.weir.node.admin;

import static io.weir.node.state.AdminRole.ADMIN;
import static io.weir.node.state.AdminRole.OPERATOR;
import static io.weir.node.state.AdminRole.VIEWER;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Everything that can be asked, and by whom. Thread-safe. */
final class AdminApi {
    private static final String DRAIN = "/v1/upstreams/{upstream}/endpoints/{endpoint}/drain";
    private static final String UNDRAIN = "/v1/upstreams/{upstream}/endpoints/{endpoint}/undrain";
    private static final String CERTIFICATE = "/v1/certificates/{name}";

    private final Reception reception;
    private final Resources resources = new Resources();
    private final Callers callers;

    /** @param adminAddress where it is served, for {@code GET /v1/nodes/self} */
    AdminApi(ActorSystem<?> system, AdminPorts ports, AdminListening listening, AdminAddress adminAddress) {
        Executor blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
        HealthResource health = new HealthResource(system, ports);
        NodeResource node = new NodeResource(ports, health, adminAddress, blocking);
        ConfigResource config = new ConfigResource(system, ports.config(), ports.certificates(), blocking);
        UpstreamResource upstreams = new UpstreamResource(ports.config(), ports.health());
        KeyedResource keyed = new KeyedResource(ports);
        RevocationResource revocations = new RevocationResource(system, ports.revocations());
        CacheResource cache = new CacheResource(ports.purges(), blocking);
        TokenResource tokens = new TokenResource(system, ports.tokens());
        CertificateResource certificates = new CertificateResource(system, ports.certificates(), ports.config());
        resources
                .addOpen("/health/live", "whether the process works", health::live)
                .addOpen("/health/ready", "whether the node takes traffic, and what it waits for", health::ready)
                .addOpen("/v1/openapi.json", "this description", new OpenApiResource()::get)
                .add("GET", "/metrics", VIEWER, "this node's metrics in Prometheus' text format", node::metrics)
                .add(
                        "GET",
                        "/v1/cluster",
                        VIEWER,
                        "the members, and whether they agree",
                        new ClusterResource(ports)::get)
                .add("GET", "/v1/nodes/self", VIEWER, "the node that is asked", node::self)
                .add("GET", "/v1/config", VIEWER, "the live document", config::get)
                .addReading("PUT", "/v1/config", ADMIN, "replaces the document on all nodes or on none", config::put)
                .add("GET", "/v1/routes", VIEWER, "routes and versions of apis", new RouteResource(ports.config())::get)
                .add(
                        "GET",
                        "/v1/apis/{api}/versions",
                        VIEWER,
                        "who calls which version, on all nodes",
                        new VersionResource(ports.config(), ports.traffic())::get)
                .add("GET", "/v1/upstreams", VIEWER, "endpoints with their verdicts", upstreams::get)
                .add("POST", DRAIN, OPERATOR, "no new requests or sessions there", upstreams::drain)
                .add("POST", UNDRAIN, OPERATOR, "takes draining back", upstreams::undrain)
                .add("GET", "/v1/limits", VIEWER, "one bucket of a limit", keyed::limit)
                .add("GET", "/v1/sessions", VIEWER, "learned sessions of an upstream", keyed::sessions)
                .add("GET", "/v1/revocations", VIEWER, "what is revoked", revocations::list)
                .addReading("POST", "/v1/revocations", OPERATOR, "revokes on all nodes", revocations::revoke)
                .add("DELETE", "/v1/revocations/{id}", OPERATOR, "takes a revocation back", revocations::restore)
                .add("GET", "/v1/cache", VIEWER, "the caches of the node that is asked", cache::get)
                .add("GET", "/v1/cache/lookup", VIEWER, "what the node has stored for a URL", cache::lookup)
                .add("DELETE", "/v1/cache", OPERATOR, "drops stored answers on all nodes", cache::purge)
                .add("GET", "/v1/tokens", ADMIN, "who may use the admin API", tokens::list)
                .addReading("POST", "/v1/tokens", ADMIN, "makes a token; its secret is told once", tokens::create)
                .add("DELETE", "/v1/tokens/{id}", ADMIN, "ends a token on all nodes", tokens::revoke)
                .add("GET", "/v1/audit", VIEWER, "what was done and tried", new AuditResource(ports.audit())::get)
                .add("GET", "/v1/certificates", VIEWER, "what listeners show, without keys", certificates::list)
                .add("GET", CERTIFICATE, VIEWER, "one of them", certificates::get)
                .addReading("PUT", CERTIFICATE, ADMIN, "keeps an uploaded one on all nodes", certificates::put)
                .add("DELETE", CERTIFICATE, ADMIN, "forgets an uploaded one", certificates::delete)
                .add("POST", CERTIFICATE + "/order", ADMIN, "orders one anew by ACME", certificates::order);
        Guesses guesses = new Guesses(ports.limiters(), system.executionContext());
        callers = new Callers(ports.tokens(), ports.issuer(), guesses, listening);
        OwnHosts hosts = new OwnHosts(
                listening.address(), listening.hosts(), listening.tls().isPresent());
        reception = new Reception(system, ports, hosts, callers, resources);
    }

    /** How many wrong credentials have come. */
    long wrongCredentials() {
        return callers.wrongCredentials();
    }

    /** The table. */
    Resources resources() {
        return resources;
    }

    /** Never completes exceptionally. */
    CompletionStage<HttpResponse> handle(HttpRequest request) {
        return reception.handle(request);
    }
}
