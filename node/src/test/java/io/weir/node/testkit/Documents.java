package io.weir.node.testkit;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Gateway documents with one listener, {@code public}, one upstream, {@code backend}, and a route for everything. */
public final class Documents {
    private String listener = "";
    private String upstream = "";
    private String route = "";
    private String more = "";
    private String certificates = "";
    private String tls = "";
    private final String endpoints;

    private Documents(String endpoints) {
        this.endpoints = endpoints;
    }

    public static Documents to(TestBackend... backends) {
        return toAddresses(Arrays.stream(backends).map(TestBackend::address).toArray(String[]::new));
    }

    public static Documents toAddresses(String... addresses) {
        return new Documents(
                Arrays.stream(addresses).map(one -> '"' + one + '"').collect(Collectors.joining(", ", "[", "]")));
    }

    /** Further fields of the listener, in flow style, e.g. {@code limits: { body: 1KiB }}. */
    public Documents listener(String fields) {
        listener = ", " + fields;
        return this;
    }

    /**
     * The listener speaks TLS.
     *
     * @param fields further ones of {@code tls}, e.g. {@code strict-sni: true}; may be empty
     * @param names of certificates, which are declared as files that are not there
     */
    public Documents tls(String fields, String... names) {
        certificates = Arrays.stream(names)
                .map(name -> "  - { name: %1$s, chain: \"file:%1$s.pem\", key: \"file:%1$s.key\" }".formatted(name))
                .collect(Collectors.joining("\n", "certificates:\n", ""));
        tls = ", tls: { certificates: [" + String.join(", ", names) + "]" + (fields.isEmpty() ? "" : ", " + fields)
                + " }";
        return this;
    }

    /** Further fields of the upstream. */
    public Documents upstream(String fields) {
        upstream = ", " + fields;
        return this;
    }

    /** Further fields of the route for everything. */
    public Documents route(String fields) {
        route = ", " + fields;
        return this;
    }

    /** Lines below all else; those of {@code routes} may come first, being the list that is open. */
    public Documents more(String lines) {
        more = lines;
        return this;
    }

    @Override
    public String toString() {
        return """
                weir: 1
                %s
                listeners:
                  - { name: public, address: "127.0.0.1:0"%s }
                upstreams:
                  - { name: backend, endpoints: %s%s }
                routes:
                  - { name: all, match: { path: "/**" }, to: backend%s }
                %s
                """
                .formatted(certificates, listener + tls, endpoints, upstream, route, more);
    }
}
