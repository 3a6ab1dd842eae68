package io.weir.protocol.admin;

import java.util.List;

/** {@code GET /v1/upstreams}: as the node that was asked has decided; the others decide the same. */
public record UpstreamsReport(String healthView, List<Upstream> upstreams) {
    public UpstreamsReport {
        upstreams = List.copyOf(upstreams);
    }

    /**
     * @param balance e.g. {@code least-request}
     * @param tls {@code none}, {@code verified}, or {@code unverified} where whoever answers is believed
     */
    public record Upstream(String name, String balance, String tls, List<Endpoint> endpoints) {
        public Upstream {
            endpoints = List.copyOf(endpoints);
        }
    }

    /**
     * @param endpoint {@code host:port}
     * @param inFlight exchanges under way in the whole cluster
     * @param reasons why it is not usable or drains
     * @param probers members that probe it
     */
    public record Endpoint(
            String endpoint,
            int weight,
            boolean usable,
            boolean draining,
            int inFlight,
            List<String> reasons,
            List<String> probers) {
        public Endpoint {
            reasons = List.copyOf(reasons);
            probers = List.copyOf(probers);
        }
    }

    /** {@code POST /v1/upstreams/{u}/endpoints/{e}/drain} and {@code /undrain}. */
    public record Drained(String upstream, String endpoint, boolean draining) {}
}
