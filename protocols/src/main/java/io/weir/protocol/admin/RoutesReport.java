package io.weir.protocol.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** {@code GET /v1/routes}: what is live on the node that was asked. Each version of an api is a route. */
public record RoutesReport(long revision, List<Route> routes) {
    public RoutesReport {
        routes = List.copyOf(routes);
    }

    /**
     * What is empty is left out.
     *
     * @param name the route's, or {@code api/version}
     * @param versionBy where an api's version is named, e.g. {@code header:X-Version}
     * @param headers and {@code query}: {@code NAME} or {@code NAME=VALUE}
     * @param to e.g. {@code "orders (weight 95)"}, {@code "redirect 308 /new"}, {@code "respond 204"}
     * @param deprecated ISO date
     * @param sunset ISO date
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Route(
            String name,
            List<String> hosts,
            String path,
            String versionBy,
            List<String> methods,
            List<String> headers,
            List<String> query,
            List<String> listeners,
            List<String> policies,
            List<String> to,
            String deprecated,
            String sunset) {}
}
