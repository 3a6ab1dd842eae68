package io.weir.config.model;

import java.util.List;

/** A policy that lets clients call backends of gRPC which do not speak it themselves. */
public sealed interface GrpcPolicy extends Policy {
    int MESSAGE_BYTES = 4 * 1024 * 1024;

    /**
     * JSON over HTTP by google.api.http.
     *
     * @param descriptors {@code file:PATH} of a {@code google.protobuf.FileDescriptorSet}, on each node
     * @param services full names, at least one
     * @param ignoresUnknown members of JSON and parameters that no field has are skipped; otherwise they are refused
     * @param messageBytes of one message, and of a request's body
     */
    record Transcode(String name, String descriptors, List<String> services, boolean ignoresUnknown, int messageBytes)
            implements GrpcPolicy {
        public Transcode {
            services = List.copyOf(services);
        }
    }

    /**
     * gRPC-Web, binary and as text.
     *
     * @param messageBytes of a request's body that comes as text
     */
    record Web(String name, int messageBytes) implements GrpcPolicy {}
}
