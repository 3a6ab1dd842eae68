package io.weir.config.parse;

import io.weir.config.model.Action;
import io.weir.config.model.Api;
import io.weir.config.model.BrowserPolicy;
import io.weir.config.model.CachePolicy;
import io.weir.config.model.CodingPolicy;
import io.weir.config.model.FieldEdits;
import io.weir.config.model.GatewayDocument;
import io.weir.config.model.GraphqlPolicy;
import io.weir.config.model.GrpcPolicy;
import io.weir.config.model.HttpsPolicy;
import io.weir.config.model.Listener;
import io.weir.config.model.ListenerLimits;
import io.weir.config.model.ListenerTimeouts;
import io.weir.config.model.Match;
import io.weir.config.model.Policy;
import io.weir.config.model.Protection;
import io.weir.config.model.Rewrite;
import io.weir.config.model.RewritePolicy;
import io.weir.config.model.Route;
import io.weir.config.model.Transform;
import io.weir.config.model.Validation;
import io.weir.config.model.WebSocketPolicy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a document is written: the fields in the order of the reference, defaults left out. */
final class DocumentShape {
    private DocumentShape() {}

    static Map<String, Object> of(GatewayDocument document) {
        return new Shape()
                .put("weir", 1)
                .putShape("defaults", DefaultsReader.shape(document.defaults()))
                .putAll("certificates", document.certificates(), CertificateShape::of)
                .putAll("listeners", document.listeners(), DocumentShape::listener)
                .putAll("upstreams", document.upstreams(), UpstreamShape::of)
                .putAll("policies", document.policies(), DocumentShape::policy)
                .putAll("apis", document.apis(), DocumentShape::api)
                .putAll("routes", document.routes(), DocumentShape::route)
                .putAll("consumers", document.consumers(), ConsumerShape::of)
                .fields();
    }

    private static Object listener(Listener listener) {
        ListenerLimits limits = listener.limits();
        ListenerLimits usual = ListenerLimits.DEFAULT;
        Shape bounds = new Shape()
                .putUnless("head", (long) limits.headBytes(), (long) usual.headBytes(), Units::size)
                .putUnless("fields", limits.fields(), usual.fields())
                .putUnless("body", limits.bodyBytes(), usual.bodyBytes(), Units::size)
                .putUnless("connections", limits.connections(), usual.connections())
                .putUnless("streams", limits.streams(), usual.streams());
        AddressLimitsReader.put(bounds, limits.perAddress());
        ListenerTimeouts timeouts = listener.timeouts();
        ListenerTimeouts normal = ListenerTimeouts.DEFAULT;
        Shape times = new Shape()
                .putUnless("head", timeouts.head(), normal.head(), Units::duration)
                .putUnless("idle", timeouts.idle(), normal.idle(), Units::duration)
                .putUnless("body", timeouts.body(), normal.body(), Units::duration);
        Shape shape = new Shape()
                .put("name", listener.name())
                .put("address", listener.address().toString())
                .putShape("limits", bounds)
                .putShape("timeouts", times)
                .putWords("trusted", listener.trusted())
                .putIfPresent("tls", listener.tls(), ListenerTlsShape::of)
                .putIfPresent("tcp", listener.tcp(), ListenerTcpReader::shape)
                .putUnless("protocols", listener.protocols(), Listener.USUAL_PROTOCOLS, words -> words);
        ProxyProtocolReader.put(shape, listener.proxyProtocol());
        return shape.fields();
    }

    private static Object plan(Map.Entry<String, Policy.Quota> plan) {
        return new Shape()
                .put("name", plan.getKey())
                .put("rate", Units.rate(plan.getValue().ratePerSecond()))
                .put("burst", plan.getValue().burst())
                .fields();
    }

    private static Object policy(Policy policy) {
        Shape shape = new Shape().put("name", policy.name());
        if (policy instanceof Policy.RateLimit limit) {
            Shape bucket = new Shape()
                    .put("key", limit.key().toString())
                    .put("rate", Units.rate(limit.ratePerSecond()))
                    .put("burst", limit.burst())
                    .putUnless(
                            "when-owner-lost", limit.whenOwnerLost(), Policy.WhenOwnerLost.SHARE, UpstreamShape::word)
                    .putAll("plans", List.copyOf(limit.plans().entrySet()), DocumentShape::plan);
            shape.putShape("rate-limit", bucket);
        } else if (policy instanceof Policy.Authenticate authenticate) {
            shape.putShape("authenticate", AuthenticateShape.of(authenticate));
        } else if (policy instanceof Policy.Authorize authorize) {
            shape.put("authorize", AuthorizeShape.of(authorize.rule()));
        } else if (policy instanceof Policy.Headers headers) {
            Shape edits = new Shape()
                    .putShape("request", edits(headers.request()))
                    .putShape("response", edits(headers.response()));
            shape.putShape("headers", edits);
        } else if (policy instanceof Protection protection) {
            ProtectionShape.put(shape, protection);
        } else if (policy instanceof HttpsPolicy https) {
            HttpsPolicyReader.put(shape, https);
        } else if (policy instanceof BrowserPolicy browser) {
            BrowserPolicyReader.put(shape, browser);
        } else if (policy instanceof GrpcPolicy grpc) {
            GrpcPolicyReader.put(shape, grpc);
        } else if (policy instanceof Validation validation) {
            ValidateShape.put(shape, validation);
        } else if (policy instanceof WebSocketPolicy webSocket) {
            WebSocketPolicyReader.put(shape, webSocket);
        } else if (policy instanceof GraphqlPolicy graphql) {
            GraphqlPolicyReader.put(shape, graphql);
        } else if (policy instanceof CachePolicy cache) {
            CachePolicyReader.put(shape, cache);
        } else if (policy instanceof RewritePolicy rewrite) {
            RewriteReader.put(shape, rewrite);
        } else if (policy instanceof Transform transform) {
            TransformShape.put(shape, transform);
        } else if (policy instanceof CodingPolicy coding) {
            CodingPolicyReader.put(shape, coding);
        } else {
            throw new IllegalStateException("no way to write " + policy);
        }
        return shape.fields();
    }

    /** Field names sorted, so that equal edits are written alike. */
    private static Shape edits(FieldEdits edits) {
        Shape shape = new Shape();
        if (!edits.set().isEmpty()) {
            shape.put("set", new TreeMap<>(edits.set()));
        }
        if (!edits.add().isEmpty()) {
            shape.put("add", new TreeMap<>(edits.add()));
        }
        return shape.putWords("remove", edits.remove());
    }

    private static Object api(Api api) {
        Api.Versioning versioning = api.versioning();
        String by = UpstreamShape.word(versioning.by());
        return new Shape()
                .put("name", api.name())
                .putWords("hosts", api.hosts())
                .put("path", api.path())
                .putWords("policies", api.policies())
                .put("versioning", Map.of("by", versioning.name().isEmpty() ? by : by + ":" + versioning.name()))
                .putAll("versions", api.versions(), DocumentShape::version)
                .fields();
    }

    private static Object version(Api.Version version) {
        Shape shape = new Shape().put("name", version.name());
        version.adapt()
                .ifPresentOrElse(
                        adapt -> shape.put("adapt", AdaptationShape.of(adapt)),
                        () -> shape.put("to", forward(version.to())));
        if (version.isDefault()) {
            shape.put("default", true);
        }
        return shape.putIfPresent("deprecated", version.deprecated(), Object::toString)
                .putIfPresent("sunset", version.sunset(), Object::toString)
                .putWords("policies", version.policies())
                .putIfPresent("rewrite", version.rewrite(), DocumentShape::rewrite)
                .putShape("request-headers", edits(version.request()))
                .putShape("response-headers", edits(version.response()))
                .fields();
    }

    private static Object forward(Action.Forward forward) {
        List<Action.Target> targets = forward.targets();
        if (targets.size() == 1 && targets.get(0).weight() == 1) {
            return targets.get(0).upstream();
        }
        return targets.stream()
                .map(target -> new Shape()
                        .put("upstream", target.upstream())
                        .put("weight", target.weight())
                        .fields())
                .toList();
    }

    private static Object rewrite(Rewrite rewrite) {
        return rewrite.replacement().isEmpty()
                ? Map.of("strip-prefix", rewrite.prefix())
                : new Shape()
                        .put("prefix", rewrite.prefix())
                        .put("replacement", rewrite.replacement())
                        .fields();
    }

    private static Object route(Route route) {
        Shape shape = new Shape()
                .put("name", route.name())
                .put("match", match(route.match()))
                .putWords("policies", route.policies());
        if (route.action() instanceof Action.Forward forward) {
            shape.put("to", forward(forward));
        } else if (route.action() instanceof Action.Redirect redirect) {
            shape.put(
                    "redirect",
                    new Shape()
                            .put("status", redirect.status())
                            .put("location", redirect.location())
                            .fields());
        } else if (route.action() instanceof Action.Respond respond) {
            shape.put("respond", respond(respond));
        }
        return shape.putIfPresent("rewrite", route.rewrite(), DocumentShape::rewrite)
                .putShape("request-headers", edits(route.request()))
                .putShape("response-headers", edits(route.response()))
                .fields();
    }

    private static Object respond(Action.Respond respond) {
        return new Shape()
                .put("status", respond.status())
                .putUnless("body", respond.body(), "", body -> body)
                .putUnless("content-type", respond.contentType(), ActionReader.TEXT, type -> type)
                .fields();
    }

    private static Object match(Match match) {
        return new Shape()
                .putWords("hosts", match.hosts())
                .put("path", match.path())
                .putWords("methods", match.methods())
                .putAll("headers", match.headers(), DocumentShape::fieldMatch)
                .putAll("query", match.query(), DocumentShape::fieldMatch)
                .putWords("listeners", match.listeners())
                .fields();
    }

    private static Object fieldMatch(Match.FieldMatch field) {
        return field.value()
                .<Object>map(value -> new Shape()
                        .put("name", field.name())
                        .put("value", value)
                        .fields())
                .orElse(field.name());
    }
}
