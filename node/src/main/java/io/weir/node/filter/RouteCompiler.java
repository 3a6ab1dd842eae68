package io.weir.node.filter;

import io.weir.config.model.Action;
import io.weir.config.model.Api;
import io.weir.config.model.FieldEdits;
import io.weir.config.model.GatewayDocument;
import io.weir.config.model.Match;
import io.weir.config.model.Route;
import io.weir.node.decide.route.RouteSpec;
import io.weir.node.decide.route.RouteTable;
import io.weir.node.decide.route.VersionChoice;
import io.weir.node.filter.adapt.AdaptedVersion;
import io.weir.node.filter.auth.AuthenticationState;
import io.weir.node.state.DocumentFiles;
import io.weir.node.state.RoutePlan;
import io.weir.node.state.Routing;
import io.weir.node.state.UpstreamPlan;
import io.weir.node.state.WeightedTargets;
import io.weir.protocol.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compiles the routes and the versions of apis of one document. Used once. */
final class RouteCompiler {
    private static final byte[] NO_LINES = new byte[0];

    private final GatewayDocument document;
    private final Map<String, UpstreamPlan> upstreams;
    private final FilterChain chain;
    private final DocumentFiles files;
    private final List<RoutePlan> plans = new ArrayList<>();
    private final List<RouteSpec> specs = new ArrayList<>();

    RouteCompiler(
            GatewayDocument document,
            Map<String, UpstreamPlan> upstreams,
            CompilerPorts ports,
            AuthenticationState authentication) {
        this.document = document;
        this.upstreams = upstreams;
        this.files = ports.files();
        this.chain = new FilterChain(document, ports, authentication);
    }

    Routing compile() {
        document.routes().forEach(this::add);
        document.apis().forEach(this::add);
        return new CompiledRouting(RouteTable.of(specs), plans);
    }

    private void add(Route route) {
        specs.add(RouteSpec.of(route.match(), plans.size()));
        WeightedTargets targets = targets(route.action());
        FieldEdits response = chain.response(route.policies(), route.response());
        plans.add(new RoutePlan(
                plans.size(),
                route.name(),
                chain.filters(route.policies(), route.name(), targets.upstreams()),
                route.action(),
                targets,
                route.rewrite(),
                chain.request(route.policies(), route.request()),
                response,
                chain.missing(route.policies(), response),
                NO_LINES,
                RouteTable.parameterNames(route.match().path()),
                null,
                null));
    }

    private void add(Api api) {
        int first = plans.size();
        int byDefault = RouteTable.NONE;
        for (Api.Version version : api.versions()) {
            if (version.isDefault()) {
                byDefault = plans.size();
            }
            if (api.versioning().by() == Api.By.PATH) {
                String path = VersionNotices.versionPath(api, version) + "/**";
                specs.add(RouteSpec.of(match(api, path), plans.size()));
            }
            plans.add(plan(api, version));
        }
        Match everything = match(api, VersionNotices.begin(api) + "/**");
        if (api.versioning().by() == Api.By.PATH) {
            if (byDefault != RouteTable.NONE) {
                specs.add(RouteSpec.of(everything, byDefault));
            }
            return;
        }
        List<String> names = api.versions().stream().map(Api.Version::name).toList();
        int unknown = plans.size();
        plans.add(unknownVersion(api, names));
        VersionChoice choice = new VersionChoice(api.versioning(), names, first, byDefault, unknown);
        specs.add(new RouteSpec(everything, unknown, choice));
    }

    private static Match match(Api api, String path) {
        return new Match(api.hosts(), path, List.of(), List.of(), List.of(), List.of());
    }

    private RoutePlan plan(Api api, Api.Version version) {
        return version.adapt().isEmpty() ? own(api, version) : adapted(api, version);
    }

    /** Clients see the version, backends the one at the end of its chain: so its edits count as well. */
    private RoutePlan adapted(Api api, Api.Version version) {
        List<Api.Version> chainOfVersions = api.chain(version);
        Api.Version end = chainOfVersions.get(chainOfVersions.size() - 1);
        List<String> policies = new ArrayList<>(api.policies());
        policies.addAll(version.policies());
        String name = api.name() + "/" + version.name();
        WeightedTargets targets = targets(version.to());
        FieldEdits response = FieldEditing.merge(List.of(
                chain.responseOfOther(end.policies(), end.response()), chain.response(policies, version.response())));
        return new RoutePlan(
                plans.size(),
                name,
                chain.filters(
                        policies, name, targets.upstreams(), AdaptedVersion.of(api, version, files), end.policies()),
                version.to(),
                targets,
                Optional.empty(),
                FieldEditing.merge(List.of(
                        chain.request(policies, version.request()), chain.request(end.policies(), end.request()))),
                response,
                chain.missing(policies, response),
                VersionNotices.lines(api, version),
                List.of(),
                api.name(),
                version.name());
    }

    private RoutePlan own(Api api, Api.Version version) {
        List<String> policies = new ArrayList<>(api.policies());
        policies.addAll(version.policies());
        String name = api.name() + "/" + version.name();
        WeightedTargets targets = targets(version.to());
        FieldEdits response = chain.response(policies, version.response());
        return new RoutePlan(
                plans.size(),
                name,
                chain.filters(policies, name, targets.upstreams()),
                version.to(),
                targets,
                version.rewrite(),
                chain.request(policies, version.request()),
                response,
                chain.missing(policies, response),
                VersionNotices.lines(api, version),
                List.of(),
                api.name(),
                version.name());
    }

    private RoutePlan unknownVersion(Api api, List<String> names) {
        boolean accept = api.versioning().by() == Api.By.MEDIA_TYPE;
        Problem problem = Problem.of(accept ? 406 : 400, "unknown-version", "The API has no such version")
                .withDetail("Known versions: " + String.join(", ", names));
        FieldEdits response = chain.response(api.policies(), FieldEdits.NONE);
        return new RoutePlan(
                plans.size(),
                api.name() + "/unknown-version",
                chain.refusing(api.policies(), problem),
                new Action.Respond(problem.status(), "", "text/plain"),
                WeightedTargets.NONE,
                Optional.empty(),
                FieldEdits.NONE,
                response,
                chain.missing(api.policies(), response),
                NO_LINES,
                List.of(),
                api.name(),
                null);
    }

    private WeightedTargets targets(Action action) {
        if (!(action instanceof Action.Forward forward)) {
            return WeightedTargets.NONE;
        }
        List<UpstreamPlan> chosen = new ArrayList<>();
        List<Integer> cumulative = new ArrayList<>();
        int sum = 0;
        for (Action.Target target : forward.targets()) {
            UpstreamPlan upstream = upstreams.get(target.upstream());
            if (upstream == null) {
                throw new IllegalArgumentException("there is no upstream \"" + target.upstream() + "\"");
            }
            sum += target.weight();
            chosen.add(upstream);
            cumulative.add(sum);
        }
        return new WeightedTargets(
                chosen.toArray(UpstreamPlan[]::new),
                cumulative.stream().mapToInt(Integer::intValue).toArray());
    }
}
