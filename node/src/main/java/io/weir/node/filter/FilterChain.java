package io.weir.node.filter;

import io.weir.config.model.BrowserPolicy;
import io.weir.config.model.CachePolicy;
import io.weir.config.model.CodingPolicy;
import io.weir.config.model.FieldEdits;
import io.weir.config.model.GatewayDocument;
import io.weir.config.model.GraphqlPolicy;
import io.weir.config.model.GrpcPolicy;
import io.weir.config.model.HttpsPolicy;
import io.weir.config.model.Policy;
import io.weir.config.model.Protection;
import io.weir.config.model.RewritePolicy;
import io.weir.config.model.Transform;
import io.weir.config.model.Validation;
import io.weir.config.model.WebSocketPolicy;
import io.weir.node.decide.auth.AccessDecision;
import io.weir.node.filter.adapt.AdaptedVersion;
import io.weir.node.filter.auth.AuthenticateFilter;
import io.weir.node.filter.auth.AuthenticationState;
import io.weir.node.filter.auth.AuthorizeFilter;
import io.weir.node.filter.auth.Consumers;
import io.weir.node.filter.auth.IdentityFields;
import io.weir.node.filter.cache.CacheFilter;
import io.weir.node.filter.coding.CompressFilter;
import io.weir.node.filter.coding.DecompressFilter;
import io.weir.node.filter.edit.DocumentEdits;
import io.weir.node.filter.graphql.GraphqlFilters;
import io.weir.node.filter.grpc.GrpcFilters;
import io.weir.node.filter.protect.CorsFilter;
import io.weir.node.filter.protect.ProtectionFilters;
import io.weir.node.filter.protect.SecurityFields;
import io.weir.node.filter.rewrite.RewriteFilter;
import io.weir.node.filter.transform.BodyEdits;
import io.weir.node.filter.transform.TransformFilters;
import io.weir.node.filter.validate.ValidationFilters;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.Filter;
import io.weir.node.state.UpstreamPlan;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the filters of routes from their policies, in the one order that the gateway has. */
final class FilterChain {
    private static final Problem NO_RULE =
            Problem.of(403, "forbidden", "Nobody may use this route").withDetail("No rule says who may.");

    /** The workers have other things to do, too. */
    private static final int BODIES_AT_ONCE = 2;

    private static final int BODIES_WAITING = 64;

    private final Map<String, Policy> policies = new HashMap<>();
    private final Map<String, RateLimitTerms> limits = new HashMap<>();
    /** One for all routes of a policy: what it concludes about a token it need not conclude again. */
    private final Map<String, AuthenticateFilter> authenticate = new HashMap<>();

    /** Likewise: an expression takes milliseconds to compile. */
    private final Map<String, AccessDecision> decisions = new HashMap<>();

    private final Map<String, List<BodyEdits>> bodyEdits = new HashMap<>();
    private final Consumers consumers;
    private final CompilerPorts ports;
    private final ProtectionFilters protection;
    private final ValidationFilters validation;
    private final GrpcFilters grpc;
    private final TransformFilters transform;
    private final GraphqlFilters graphql;
    private final BoundedWork decoding;
    private final AuthenticationState authentication;
    private final FieldName[] identityFields;
    private final boolean deniesWithoutRule;
    private final BoundedWork adaptWorkers;

    FilterChain(GatewayDocument document, CompilerPorts ports, AuthenticationState authentication) {
        this.ports = ports;
        this.protection = new ProtectionFilters(ports.files());
        this.validation = new ValidationFilters(ports.files(), ports.workers());
        this.grpc = new GrpcFilters(ports.files(), ports.workers());
        this.transform = new TransformFilters(ports.workers());
        this.graphql = new GraphqlFilters(ports.files(), ports.workers());
        this.decoding = new BoundedWork(ports.workers(), BODIES_AT_ONCE, BODIES_WAITING);
        this.authentication = authentication;
        this.consumers = new Consumers(document.consumers(), ports.revocations());
        for (Policy policy : document.policies()) {
            policies.put(policy.name(), policy);
            if (policy instanceof Policy.RateLimit limit) {
                limits.put(limit.name(), new RateLimitTerms(limit, ports.limiters()));
            }
        }
        identityFields = IdentityFields.of(document);
        deniesWithoutRule = document.defaults().deniesWithoutRule();
        adaptWorkers = AdaptedVersion.workers(ports.workers());
    }

    /**
     * CORS, gRPC-Web and HTTPS first, then drop foreign identities, address, request limits, WebSocket, CSRF, authenticate, authorize, limit, validate,
     * GraphQL, cache, transform, adapt, rewrite, transcode, session.
     * {@code names} may be in any order.
     */
    Filter[] filters(List<String> names, String route, UpstreamPlan[] targets) {
        return filters(names, route, targets, null, List.of());
    }

    /**
     * The same for a version that is an adaptation.
     *
     * @param behind policies of the version that backends speak, of which those count that shape messages
     */
    Filter[] filters(
            List<String> names,
            String route,
            UpstreamPlan[] targets,
            @Nullable AdaptedVersion adapted,
            List<String> behind) {
        byte[] routeKey = route.getBytes(StandardCharsets.UTF_8);
        List<Filter> filters = new ArrayList<>();
        for (BrowserPolicy.Cors policy : of(names, BrowserPolicy.Cors.class)) {
            filters.add(protection.cors(policy));
        }
        if (!of(names, GrpcPolicy.Web.class).isEmpty()) {
            filters.add(grpc.webCalls());
        }
        for (HttpsPolicy.Redirect policy : of(names, HttpsPolicy.Redirect.class)) {
            filters.add(new HttpsRedirectFilter(policy));
        }
        for (HttpsPolicy.Hsts policy : of(names, HttpsPolicy.Hsts.class)) {
            filters.add(new HstsFilter(policy));
        }
        if (identityFields.length > 0) {
            filters.add(new DropFieldsFilter(identityFields));
        }
        for (Protection.Address policy : of(names, Protection.Address.class)) {
            filters.add(protection.address(policy));
        }
        for (Protection.RequestLimits policy : of(names, Protection.RequestLimits.class)) {
            filters.add(protection.requestLimits(policy));
        }
        for (WebSocketPolicy policy : of(names, WebSocketPolicy.class)) {
            filters.add(new WebSocketFilter(policy));
        }
        for (BrowserPolicy.Csrf policy : of(names, BrowserPolicy.Csrf.class)) {
            filters.add(protection.csrf(policy));
        }
        if (deniesWithoutRule && of(names, Policy.Authorize.class).isEmpty()) {
            filters.add(new DenyFilter(NO_RULE));
        }
        Optional<AuthenticateFilter> authenticator = authenticator(names);
        authenticator.ifPresent(filters::add);
        for (Policy.Authorize policy : of(names, Policy.Authorize.class)) {
            AccessDecision decision =
                    decisions.computeIfAbsent(policy.name(), name -> new AccessDecision(policy.rule()));
            filters.add(new AuthorizeFilter(decision, authenticator, identityFields));
        }
        for (Policy.RateLimit policy : of(names, Policy.RateLimit.class)) {
            RateLimitTerms terms = limits.get(policy.name());
            if (terms != null) {
                filters.add(new RateLimitFilter(policy.key(), terms, routeKey));
            }
        }
        for (CodingPolicy.Decompress policy : of(names, CodingPolicy.Decompress.class)) {
            filters.add(new DecompressFilter(policy, decoding));
        }
        for (Validation policy : of(names, Validation.class)) {
            filters.add(validation.of(policy));
        }
        for (GraphqlPolicy policy : of(names, GraphqlPolicy.class)) {
            filters.add(graphql.of(policy));
        }
        for (CachePolicy policy : of(names, CachePolicy.class)) {
            filters.add(new CacheFilter(policy, ports.caches()));
        }
        for (CodingPolicy.Compress policy : of(names, CodingPolicy.Compress.class)) {
            filters.add(new CompressFilter(policy));
        }
        for (GrpcPolicy.Web policy : of(names, GrpcPolicy.Web.class)) {
            filters.add(grpc.webBodies(policy));
        }
        for (Transform policy : of(names, Transform.class)) {
            filters.add(transform.of(Optional.of(policy), edits(policy)));
        }
        if (adapted != null) {
            filters.add(adapted.filter(adaptWorkers));
        }
        for (Transform policy : of(behind, Transform.class)) {
            filters.add(transform.of(Optional.of(policy), edits(policy)));
        }
        List<String> shaping = Stream.concat(names.stream(), behind.stream()).toList();
        for (RewritePolicy policy : of(shaping, RewritePolicy.class)) {
            filters.add(new RewriteFilter(policy));
        }
        for (GrpcPolicy.Transcode policy : of(shaping, GrpcPolicy.Transcode.class)) {
            filters.add(grpc.transcode(policy));
        }
        if (Arrays.stream(targets).anyMatch(StickyFilter::serves)) {
            filters.add(new StickyFilter(ports.sessions(), targets, routeKey));
        }
        return filters.toArray(Filter[]::new);
    }

    /** For all routes of a policy the same: an expression is compiled once. */
    private List<BodyEdits> edits(Transform policy) {
        return bodyEdits.computeIfAbsent(
                policy.name(), name -> DocumentEdits.of(policy).map(List::of).orElse(List.of()));
    }

    /** Answers everything with the problem, so that pages that may read answers can read it. */
    Filter[] refusing(List<String> names, Problem problem) {
        List<Filter> filters = new ArrayList<>();
        of(names, BrowserPolicy.Cors.class).forEach(policy -> filters.add(protection.cors(policy)));
        filters.add(new DenyFilter(problem));
        return filters.toArray(Filter[]::new);
    }

    private Optional<AuthenticateFilter> authenticator(List<String> names) {
        return of(names, Policy.Authenticate.class).stream()
                .findFirst()
                .map(policy -> authenticate.computeIfAbsent(
                        policy.name(), name -> AuthenticateFilter.of(policy, consumers, ports, authentication)));
    }

    /** Edits of the request: those of the policies, then {@code own}. */
    FieldEdits request(List<String> names, FieldEdits own) {
        List<FieldEdits> all = new ArrayList<>();
        of(names, Policy.Headers.class).forEach(policy -> all.add(policy.request()));
        all.add(own);
        return FieldEditing.merge(all);
    }

    /** Edits of the answer: those of the policies, then {@code own}. */
    FieldEdits response(List<String> names, FieldEdits own) {
        List<FieldEdits> all = new ArrayList<>();
        of(names, HttpsPolicy.Hsts.class).forEach(policy -> all.add(HstsFilter.NOT_THE_BACKENDS));
        of(names, BrowserPolicy.Cors.class).forEach(policy -> all.add(CorsFilter.NOT_THE_BACKENDS));
        of(names, BrowserPolicy.SecurityHeaders.class).forEach(policy -> all.add(new SecurityFields(policy).edits()));
        of(names, CachePolicy.class).stream()
                .filter(CachePolicy::stripTags)
                .forEach(policy -> all.add(CacheFilter.WITHOUT_TAGS));
        of(names, Policy.Headers.class).forEach(policy -> all.add(policy.response()));
        all.add(own);
        return FieldEditing.merge(all);
    }

    /** What answers get that have no such field, unless {@code edits} have a say about it. */
    Map<String, String> missing(List<String> names, FieldEdits edits) {
        Map<String, String> missing = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        of(names, BrowserPolicy.SecurityHeaders.class)
                .forEach(policy -> missing.putAll(new SecurityFields(policy).missing()));
        edits.set().keySet().forEach(missing::remove);
        edits.add().keySet().forEach(missing::remove);
        edits.remove().forEach(missing::remove);
        return missing;
    }

    /** What a version's own policies {@code headers} and its own edits say of answers, for those that are made of it. */
    FieldEdits responseOfOther(List<String> names, FieldEdits own) {
        List<FieldEdits> all = new ArrayList<>();
        of(names, Policy.Headers.class).forEach(policy -> all.add(policy.response()));
        all.add(own);
        return FieldEditing.merge(all);
    }

    private <T extends Policy> List<T> of(List<String> names, Class<T> kind) {
        return names.stream()
                .distinct()
                .map(policies::get)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
