package io.weir.node.telemetry;

import kamon.metric.MeasurementUnit;

/**
 * Every metric that this package makes; {@code docs/metrics.md} says of each what to do about it. The text's name has
 * underscores instead of points, and ends with the unit and, for a counter, {@code _total}.
 */
enum Metric {
    REQUESTS("weir.requests", Kind.COUNTER, none(), "Exchanges that ended, by route and class of status"),
    REQUEST_DURATION(
            "weir.request.duration", Kind.HISTOGRAM, micros(), "From the complete request head to the answer's end"),
    REQUEST_BODY("weir.request.body", Kind.COUNTER, bytes(), "Body bytes from clients"),
    RESPONSE_BODY("weir.response.body", Kind.COUNTER, bytes(), "Body bytes to clients"),
    RETRIES("weir.retries", Kind.COUNTER, none(), "Further attempts after the first"),
    CONSUMER_REQUESTS(
            "weir.consumer.requests", Kind.COUNTER, none(), "Exchanges of a consumer that ended, by class of status"),
    CONSUMER_REQUEST_BODY("weir.consumer.request.body", Kind.COUNTER, bytes(), "Body bytes from a consumer"),
    CONSUMER_RESPONSE_BODY("weir.consumer.response.body", Kind.COUNTER, bytes(), "Body bytes to a consumer"),
    VERSION_REQUESTS("weir.version.requests", Kind.COUNTER, none(), "Exchanges of a version of an api, by consumer"),
    GRPC_CALLS("weir.grpc.calls", Kind.COUNTER, none(), "gRPC calls that ended, by service, method and code"),
    GRPC_DURATION("weir.grpc.duration", Kind.HISTOGRAM, micros(), "From the complete head of a gRPC call to its end"),
    GRAPHQL_REQUESTS(
            "weir.graphql.requests", Kind.COUNTER, none(), "Requests for an operation of GraphQL, by class of status"),
    GRAPHQL_DURATION(
            "weir.graphql.duration", Kind.HISTOGRAM, micros(), "From the complete head of such a request to its end"),
    PROBLEMS("weir.problems", Kind.COUNTER, none(), "Answers that were the gateway's own problem, by type"),
    TUNNELS("weir.tunnels", Kind.GAUGE, none(), "WebSockets that are open"),
    TUNNELS_OPENED("weir.tunnels.opened", Kind.COUNTER, none(), "WebSockets that were opened"),
    TUNNEL_TIME("weir.tunnel.time", Kind.COUNTER, millis(), "How long the WebSockets that ended were open, together"),
    TUNNEL_IN("weir.tunnel.received", Kind.COUNTER, bytes(), "Bytes from clients through WebSockets"),
    TUNNEL_OUT("weir.tunnel.sent", Kind.COUNTER, bytes(), "Bytes to clients through WebSockets"),
    CONNECTIONS_OPENED("weir.connections.opened", Kind.COUNTER, none(), "Connections accepted from clients"),
    CONNECTIONS("weir.connections", Kind.GAUGE, none(), "Connections of clients that are open"),
    HTTP2_CONNECTIONS_OPENED(
            "weir.http2.connections.opened", Kind.COUNTER, none(), "Connections of clients that spoke HTTP/2"),
    HTTP2_CONNECTIONS("weir.http2.connections", Kind.GAUGE, none(), "Connections of clients of HTTP/2 that are open"),
    HTTP2_STREAMS_OPENED("weir.http2.streams.opened", Kind.COUNTER, none(), "Streams that clients of HTTP/2 opened"),
    HTTP2_STREAMS("weir.http2.streams", Kind.GAUGE, none(), "Streams of clients of HTTP/2 that are open"),
    CONNECTIONS_REFUSED(
            "weir.connections.refused", Kind.COUNTER, none(), "Connections that a listener did not take on, by limit"),
    TCP_CONNECTIONS(
            "weir.tcp.connections", Kind.GAUGE, none(), "Connections of a tcp listener to an upstream, open now"),
    TCP_ENDED("weir.tcp.connections.ended", Kind.COUNTER, none(), "Connections of a tcp listener, by how they ended"),
    TCP_BYTES_IN("weir.tcp.in", Kind.COUNTER, bytes(), "Bytes from clients of a tcp listener"),
    TCP_BYTES_OUT("weir.tcp.out", Kind.COUNTER, bytes(), "Bytes to clients of a tcp listener"),
    TCP_RETRIES("weir.tcp.retries", Kind.COUNTER, none(), "Further attempts at other endpoints after the first"),
    TLS_HANDSHAKES("weir.tls.handshakes", Kind.COUNTER, none(), "TLS handshakes of clients, by how they ended"),
    UPSTREAM_RESPONSES("weir.upstream.responses", Kind.COUNTER, none(), "Answers of an endpoint, by class of status"),
    UPSTREAM_FAILURES(
            "weir.upstream.failures", Kind.COUNTER, none(), "Exchanges whose last attempt failed at this endpoint"),
    UPSTREAM_CONNECTIONS(
            "weir.upstream.connections", Kind.GAUGE, none(), "Connections to an endpoint that are open, or opening"),
    UPSTREAM_LATENCY(
            "weir.upstream.latency", Kind.HISTOGRAM, micros(), "From the request's forwarding to the answer's head"),
    UPSTREAM_HANDSHAKES(
            "weir.upstream.tls.handshakes",
            Kind.COUNTER,
            none(),
            "TLS handshakes with an endpoint: full, resumed or failed"),
    ENDPOINT_USABLE("weir.endpoint.usable", Kind.GAUGE, none(), "1: the cluster's verdict is that it is well"),
    ENDPOINT_DRAINING("weir.endpoint.draining", Kind.GAUGE, none(), "1: it gets no new work"),
    ENDPOINT_IN_FLIGHT(
            "weir.endpoint.in.flight", Kind.GAUGE, none(), "Exchanges under way there, from the whole cluster"),
    CLUSTER_MEMBERS(
            "weir.cluster.members", Kind.GAUGE, none(), "Members as this node sees them, by status and reachability"),
    CONFIG_REVISION("weir.config.revision", Kind.GAUGE, none(), "The revision of the document that is live here"),
    CONFIG_READY("weir.config.ready", Kind.GAUGE, none(), "1: this node has caught up with the cluster"),
    CERTIFICATE_EXPIRY("weir.certificate.expiry.days", Kind.GAUGE, none(), "Days until the certificate ends"),
    ACME_ORDERS("weir.acme.orders", Kind.COUNTER, none(), "Certificates that this node ordered for the cluster"),
    CACHE_REQUESTS("weir.cache.requests", Kind.COUNTER, none(), "Requests to routes with a cache, by what it did"),
    CACHE_COALESCED("weir.cache.coalesced", Kind.COUNTER, none(), "Requests that waited for another to be answered"),
    CACHE_STORED("weir.cache.stored", Kind.COUNTER, none(), "Answers that were stored"),
    CACHE_NO_ROOM("weir.cache.no.room", Kind.COUNTER, none(), "Answers not stored as there was no room"),
    CACHE_REMOVED("weir.cache.removed", Kind.COUNTER, none(), "Answers that are not stored any more, by why"),
    CACHE_PEER_ASKED("weir.cache.peer.asked", Kind.COUNTER, none(), "Questions to other nodes' caches, by outcome"),
    CACHE_PEER_SERVED("weir.cache.peer.served", Kind.COUNTER, none(), "Answers for other nodes' caches"),
    CACHE_DISK_ON("weir.cache.disk.on", Kind.GAUGE, none(), "Whether a cache's disk is in use"),
    CACHE_DISK_ENTRIES("weir.cache.disk.entries", Kind.GAUGE, none(), "Entries that a cache has on disk"),
    CACHE_DISK_BYTES("weir.cache.disk.held", Kind.GAUGE, bytes(), "What a cache's log on disk takes"),
    CACHE_DISK_FOUND("weir.cache.disk.found", Kind.COUNTER, none(), "Answers that were read from disk"),
    CACHE_DISK_SPOILT("weir.cache.disk.spoilt", Kind.COUNTER, none(), "Answers not as they were written to disk"),
    CACHE_ENTRIES("weir.cache.entries", Kind.GAUGE, none(), "Entries of the cache"),
    CACHE_BYTES("weir.cache.held", Kind.GAUGE, bytes(), "What the entries take"),
    ACCESS_LOG_DROPPED("weir.access.log.dropped", Kind.COUNTER, none(), "Lines lost: the disk was too slow or failed"),
    JVM_HEAP_USED("weir.jvm.heap.used", Kind.GAUGE, bytes(), "Heap in use, with what is garbage by now"),
    JVM_HEAP_MAX("weir.jvm.heap.max", Kind.GAUGE, bytes(), "What the heap may grow to"),
    JVM_DIRECT_MEMORY("weir.jvm.direct.memory", Kind.GAUGE, bytes(), "Memory of the JDK's direct buffers"),
    JVM_GC_PAUSE("weir.jvm.gc.pause", Kind.COUNTER, millis(), "Time spent in garbage collections, by collector"),
    JVM_GC_RUNS("weir.jvm.gc.runs", Kind.COUNTER, none(), "Garbage collections, by collector"),
    JVM_THREADS("weir.jvm.threads", Kind.GAUGE, none(), "Live threads"),
    PROCESS_CPU("weir.process.cpu", Kind.COUNTER, millis(), "CPU time of the process"),
    PROCESS_OPEN_FILES("weir.process.open.files", Kind.GAUGE, none(), "File descriptors in use, sockets among them"),
    PROCESS_MAX_FILES("weir.process.max.files", Kind.GAUGE, none(), "File descriptors that the process may use");

    /** What a value means. */
    enum Kind {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    final String id;
    final Kind kind;
    final MeasurementUnit unit;
    final String help;

    Metric(String id, Kind kind, MeasurementUnit unit, String help) {
        this.id = id;
        this.kind = kind;
        this.unit = unit;
        this.help = help;
    }

    private static MeasurementUnit none() {
        return MeasurementUnit.none();
    }

    private static MeasurementUnit micros() {
        return MeasurementUnit.time().microseconds();
    }

    private static MeasurementUnit millis() {
        return MeasurementUnit.time().milliseconds();
    }

    private static MeasurementUnit bytes() {
        return MeasurementUnit.information().bytes();
    }
}
