package io.weir.config.parse;

import io.weir.config.model.Health;
import java.util.Map;
import java.util.Optional;

/** Reads {@code health.active.grpc}, and how it is written. */
final class GrpcProbeReader {
    private static final String SERVICE = "the full name of a service, e.g. demo.Greeter";
    private static final int LONGEST = 200;

    private GrpcProbeReader() {}

    /** The service that is asked about; empty when there is no such probe. */
    static Optional<String> read(Fields active) {
        return active.child("grpc", "a mapping such as { service: demo.Greeter }, or {} for the whole server")
                .map(fields -> {
                    String service = fields.value("service", GrpcProbeReader::service, SERVICE)
                            .orElse("");
                    fields.end();
                    return service;
                });
    }

    private static Optional<String> service(String text) {
        boolean name = text.length() <= LONGEST
                && text.chars().allMatch(c -> c < 0x7f && Character.isLetterOrDigit(c) || ".-_/".indexOf(c) >= 0);
        return name ? Optional.of(text) : Optional.empty();
    }

    static Object shape(Health.Probe.Grpc probe) {
        return probe.service().isEmpty() ? Map.of() : Map.of("service", probe.service());
    }
}
