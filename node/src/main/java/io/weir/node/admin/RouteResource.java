package io.weir.node.admin;

import io.weir.config.model.Action;
import io.weir.config.model.Api;
import io.weir.config.model.Match;
import io.weir.config.model.Route;
import io.weir.node.state.ConfigDesk;
import io.weir.protocol.admin.RoutesReport;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** {@code /v1/routes}: the live document's routes and versions of apis, in its order. */
final class RouteResource {
    private final ConfigDesk config;

    RouteResource(ConfigDesk config) {
        this.config = config;
    }

    CompletionStage<HttpResponse> get(Call call) {
        call.allowQuery();
        ConfigDesk.Live live = config.live();
        List<RoutesReport.Route> routes = new ArrayList<>();
        live.document().routes().forEach(route -> routes.add(ofRoute(route)));
        for (Api api : live.document().apis()) {
            api.versions().forEach(version -> routes.add(ofVersion(api, version)));
        }
        return Answers.ok(new RoutesReport(live.revision(), routes));
    }

    private static RoutesReport.Route ofRoute(Route route) {
        Match match = route.match();
        return new RoutesReport.Route(
                route.name(),
                match.hosts(),
                match.path(),
                "",
                match.methods(),
                fields(match.headers()),
                fields(match.query()),
                match.listeners(),
                route.policies(),
                to(route.action()),
                "",
                "");
    }

    private static RoutesReport.Route ofVersion(Api api, Api.Version version) {
        List<String> policies = new ArrayList<>(api.policies());
        policies.addAll(version.policies());
        return new RoutesReport.Route(
                api.name() + "/" + version.name(),
                api.hosts(),
                api.path(),
                versionBy(api.versioning()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                policies,
                to(version.to()),
                version.deprecated().map(LocalDate::toString).orElse(""),
                version.sunset().map(LocalDate::toString).orElse(""));
    }

    private static String versionBy(Api.Versioning versioning) {
        String by = versioning.by().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return versioning.name().isEmpty() ? by : by + ":" + versioning.name();
    }

    private static List<String> fields(List<Match.FieldMatch> matches) {
        return matches.stream()
                .map(match ->
                        match.name() + match.value().map(value -> "=" + value).orElse(""))
                .toList();
    }

    private static List<String> to(Action action) {
        if (action instanceof Action.Forward forward) {
            return forward.targets().stream()
                    .map(target -> target.upstream()
                            + (forward.targets().size() == 1 ? "" : " (weight " + target.weight() + ")"))
                    .toList();
        }
        if (action instanceof Action.Redirect redirect) {
            return List.of("redirect " + redirect.status() + " " + redirect.location());
        }
        return List.of("respond " + ((Action.Respond) action).status());
    }
}
