package io.weir.config.parse;

import io.weir.config.model.Action;
import io.weir.config.model.Api;
import io.weir.config.model.BrowserPolicy;
import io.weir.config.model.CachePolicy;
import io.weir.config.model.CodingPolicy;
import io.weir.config.model.GraphqlPolicy;
import io.weir.config.model.GrpcPolicy;
import io.weir.config.model.HostPort;
import io.weir.config.model.HttpsPolicy;
import io.weir.config.model.Listener;
import io.weir.config.model.ListenerTls;
import io.weir.config.model.Policy;
import io.weir.config.model.RequestKey;
import io.weir.config.model.RewritePolicy;
import io.weir.config.model.Route;
import io.weir.config.model.Sticky;
import io.weir.config.model.Transform;
import io.weir.config.model.Upstream;
import io.weir.config.model.UpstreamProtocol;
import io.weir.config.model.WebSocketPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What only shows when several resources are seen together. Each check is near linear in the document's size. */
final class CrossChecks {
    /**
     * Something that takes requests: a route, or a version of an api.
     *
     * @param behind policies of the version that an adaptation ends with
     */
    private record Taker(
            List<String> policies,
            List<String> behind,
            Action action,
            Set<String> parameters,
            boolean ofApi,
            Place policiesAt,
            Place at) {}

    private final Mistakes mistakes;
    private final Map<String, Place> keys = new HashMap<>();
    private final Map<String, Place> credentials = new HashMap<>();
    private final Map<Integer, List<Listener>> byPort = new HashMap<>();
    private final List<Taker> takers = new ArrayList<>();
    private final RouteTies ties;
    private final TcpChecks tcp;
    private boolean clientsAreAsked;

    CrossChecks(Mistakes mistakes) {
        this.mistakes = mistakes;
        this.ties = new RouteTies(mistakes);
        this.tcp = new TcpChecks(mistakes);
    }

    TcpChecks tcp() {
        return tcp;
    }

    void apiKey(String sha256, Place place) {
        Place first = keys.putIfAbsent(sha256, place);
        if (first != null) {
            mistakes.add(place, "the same key is in line " + first.at().line(), "each key once, for one consumer");
        }
    }

    /** @param kind what must be there once among all consumers: a user name, a certificate, a key's id */
    void unique(String kind, String value, Place place) {
        Place first = credentials.putIfAbsent(kind + " " + value, place);
        if (first != null) {
            String message = "the same " + kind + " is in line " + first.at().line();
            mistakes.add(place, message, "each once, for one consumer");
        }
    }

    /** Two sockets cannot share a port on one address; {@code 0.0.0.0} and {@code ::} are every address. */
    void listener(Listener listener, Place place) {
        clientsAreAsked |= listener.tls().flatMap(ListenerTls::client).isPresent();
        HostPort address = listener.address();
        if (address.port() == 0 || address.host().isEmpty()) {
            return;
        }
        List<Listener> samePort = byPort.computeIfAbsent(address.port(), any -> new ArrayList<>());
        for (Listener other : samePort) {
            String host = other.address().host();
            if (host.equals(address.host()) || isEvery(host) || isEvery(address.host())) {
                String message = "clashes with listener \"" + other.name() + "\" on " + other.address();
                mistakes.add(place, message, "an address and port of its own");
                break;
            }
        }
        samePort.add(listener);
    }

    private static boolean isEvery(String host) {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    void route(Route route, Optional<PathPattern> path, Fields fields) {
        Set<String> parameters = path.map(PathPattern::parameters).orElse(Set.of());
        takers.add(new Taker(
                route.policies(),
                List.of(),
                route.action(),
                parameters,
                false,
                fields.place("policies"),
                fields.place()));
        ties.route(route, fields.place());
        tcp.route(route, fields.place());
    }

    void api(Api api, Fields fields) {
        for (Api.Version version : api.versions()) {
            Set<String> policies = new LinkedHashSet<>(api.policies());
            policies.addAll(version.policies());
            takers.add(new Taker(
                    List.copyOf(policies),
                    behind(api, version),
                    version.to(),
                    Set.of(),
                    true,
                    fields.place("policies"),
                    fields.place()));
        }
        ties.api(api, fields.place());
    }

    private static List<String> behind(Api api, Api.Version version) {
        boolean leadsSomewhere =
                version.adapt().isPresent() && !version.to().targets().isEmpty();
        List<Api.Version> chain = leadsSomewhere ? api.chain(version) : List.of(version);
        return chain.size() == 1 ? List.of() : chain.get(chain.size() - 1).policies();
    }

    /** After everything was read. */
    void check(List<Policy> policies, List<Upstream> upstreams) {
        Map<String, Policy> policyByName = new HashMap<>();
        policies.forEach(policy -> policyByName.put(policy.name(), policy));
        Map<String, Upstream> upstreamByName = new HashMap<>();
        upstreams.forEach(upstream -> upstreamByName.put(upstream.name(), upstream));
        for (Taker taker : takers) {
            checkPolicies(taker, policyByName);
            checkBehind(taker, policyByName);
            if (taker.action instanceof Action.Forward forward) {
                checkUpstreams(taker, forward, policyByName, upstreamByName);
            }
        }
        ties.check();
        tcp.check(upstreamByName);
    }

    private void checkPolicies(Taker taker, Map<String, Policy> byName) {
        Map<String, String> once = new HashMap<>();
        for (String name : taker.policies) {
            Policy policy = byName.get(name);
            String kind = kindOfOne(policy);
            if (!kind.isEmpty()) {
                String first = once.putIfAbsent(kind, name);
                if (first != null) {
                    String message = "\"" + first + "\" and \"" + name + "\" are both of the kind " + kind;
                    mistakes.add(taker.policiesAt, message, "one policy of that kind");
                }
            }
            if (policy instanceof CachePolicy cache) {
                checkCache(cache, taker, byName);
            }
            if (policy instanceof RewritePolicy rewrite) {
                rewrites(taker, byName).check(rewrite, taker.action);
            }
            if (policy instanceof Transform transform) {
                checkTransform(transform, taker, byName);
                rewrites(taker, byName).variables("\"" + name + "\"", BodyStepsReader.variables(transform));
            }
            if (policy instanceof Policy.Authorize authorize) {
                checkAccess(authorize, taker, byName);
            }
            if (policy instanceof Policy.RateLimit limit) {
                checkKey(limit.key(), "policy \"" + name + "\"", taker, byName);
                checkPlans(limit, taker, byName);
            }
        }
    }

    /** What another version rewrites has to be known of this one's clients, too. */
    private void checkBehind(Taker taker, Map<String, Policy> byName) {
        for (String name : taker.behind) {
            if (byName.get(name) instanceof RewritePolicy rewrite) {
                rewrites(taker, byName).check(rewrite, taker.action);
            }
        }
    }

    private RewriteChecks rewrites(Taker taker, Map<String, Policy> byName) {
        List<Policy> policies = taker.policies.stream()
                .map(byName::get)
                .filter(Objects::nonNull)
                .toList();
        return new RewriteChecks(mistakes, policies, taker.parameters, taker.ofApi, taker.policiesAt);
    }

    /** A rule that could let nobody pass. */
    private void checkAccess(Policy.Authorize authorize, Taker taker, Map<String, Policy> byName) {
        String owner = "\"" + authorize.name() + "\"";
        if (authorize.rule().asksWhoCalls() && !authenticates(taker, byName)) {
            String message = owner + " asks who calls, but nothing here identifies a consumer";
            mistakes.add(taker.policiesAt, message, "an authenticate policy as well");
        }
        if (authorize.rule().asksForCertificate() && !clientsAreAsked) {
            String message = owner + " asks for a client certificate, but no listener asks clients for one";
            mistakes.add(taker.policiesAt, message, "a listener with tls.client");
        }
    }

    /** What is stored is a backend's answer as it came: that of a call is another for each client. */
    private void checkCache(CachePolicy cache, Taker taker, Map<String, Policy> byName) {
        if (cache.consumer() && !authenticates(taker, byName)) {
            String message = "\"" + cache.name() + "\" goes by consumer, but nothing here identifies one";
            mistakes.add(taker.policiesAt, message, "an authenticate policy as well");
        }
        if (taker.policies.stream().anyMatch(name -> byName.get(name) instanceof GrpcPolicy)) {
            String message = "\"" + cache.name() + "\" cannot store calls of gRPC";
            mistakes.add(taker.policiesAt, message, "a route without grpc-web and transcode");
        }
        if (!(taker.action instanceof Action.Forward)) {
            mistakes.add(taker.policiesAt, "\"" + cache.name() + "\" has nothing to store", "a route that forwards");
        }
    }

    /** Calls of gRPC have a format of their own. */
    private void checkTransform(Transform transform, Taker taker, Map<String, Policy> byName) {
        if (taker.policies.stream().anyMatch(name -> byName.get(name) instanceof GrpcPolicy)) {
            String message = "\"" + transform.name() + "\" cannot convert calls of gRPC";
            mistakes.add(taker.policiesAt, message, "a route without grpc-web and transcode");
        }
        if (!(taker.action instanceof Action.Forward)) {
            String message = "\"" + transform.name() + "\" has nothing to convert";
            mistakes.add(taker.policiesAt, message, "a route that forwards");
        }
    }

    /** Of which a route has one at most; empty for the others. */
    private static String kindOfOne(@Nullable Policy policy) {
        if (policy instanceof Policy.Authenticate) {
            return "authenticate";
        } else if (policy instanceof GrpcPolicy) {
            return policy instanceof GrpcPolicy.Web ? "grpc-web" : "transcode";
        } else if (policy instanceof BrowserPolicy.Cors) {
            return "cors";
        } else if (policy instanceof BrowserPolicy.SecurityHeaders) {
            return "security-headers";
        } else if (policy instanceof WebSocketPolicy) {
            return "websocket";
        } else if (policy instanceof CachePolicy) {
            return "cache";
        } else if (policy instanceof CodingPolicy) {
            return policy instanceof CodingPolicy.Compress ? "compress" : "decompress";
        } else if (policy instanceof RewritePolicy) {
            return "rewrite";
        } else if (policy instanceof Transform) {
            return "transform";
        } else if (policy instanceof GraphqlPolicy) {
            return "graphql";
        } else if (policy instanceof HttpsPolicy.Hsts) {
            return "hsts";
        }
        return policy instanceof HttpsPolicy.Redirect ? "https-redirect" : "";
    }

    private void checkUpstreams(
            Taker taker, Action.Forward forward, Map<String, Policy> policies, Map<String, Upstream> upstreams) {
        for (Action.Target target : forward.targets()) {
            Upstream upstream = upstreams.get(target.upstream());
            if (upstream == null) {
                continue;
            }
            String owner = "upstream \"" + upstream.name() + "\"";
            tcp.forwards(upstream, taker.at);
            checkCalls(upstream, owner, taker, policies);
            upstream.balance().key().ifPresent(key -> checkKey(key, owner, taker, policies));
            if (upstream.sticky().orElse(null) instanceof Sticky.Learned learned) {
                checkKey(learned.key(), owner, taker, policies);
            }
        }
    }

    /** gRPC needs trailers, which HTTP/1.1 has no reliable place for. */
    private void checkCalls(Upstream upstream, String owner, Taker taker, Map<String, Policy> policies) {
        for (String name : taker.policies) {
            if (policies.get(name) instanceof GrpcPolicy && upstream.protocol() == UpstreamProtocol.HTTP_1_1) {
                String message = "\"" + name + "\" calls gRPC, but " + owner + " speaks HTTP/1.1";
                mistakes.add(taker.policiesAt, message, "protocol: h2 of the upstream");
            }
        }
    }

    /** A key must be something that requests of this route can have. */
    private void checkKey(RequestKey key, String owner, Taker taker, Map<String, Policy> byName) {
        boolean byCaller = key.kind() == RequestKey.Kind.CONSUMER || key.kind() == RequestKey.Kind.CLAIM;
        if (byCaller && !authenticates(taker, byName)) {
            String message = owner + " goes by " + key + ", but nothing here identifies a consumer";
            mistakes.add(taker.policiesAt, message, "an authenticate policy as well");
        }
        if (key.kind() == RequestKey.Kind.PATH && !taker.parameters.contains(key.name())) {
            String message = owner + " goes by path:" + key.name() + ", but the path has no {" + key.name() + "}";
            mistakes.add(taker.at, message, "a path with that parameter");
        }
    }

    private void checkPlans(Policy.RateLimit limit, Taker taker, Map<String, Policy> byName) {
        if (!limit.plans().isEmpty() && !authenticates(taker, byName)) {
            String message =
                    "policy \"" + limit.name() + "\" goes by plan as well, but nothing here identifies a consumer";
            mistakes.add(taker.policiesAt, message, "an authenticate policy as well");
        }
    }

    private static boolean authenticates(Taker taker, Map<String, Policy> byName) {
        return taker.policies.stream().anyMatch(name -> byName.get(name) instanceof Policy.Authenticate);
    }
}
