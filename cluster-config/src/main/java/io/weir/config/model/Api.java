package io.weir.config.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * An API with versions that coexist.
 *
 * @param path prefix of everything in the api, e.g. {@code /orders}
 */
public record Api(
        String name,
        List<String> hosts,
        String path,
        List<String> policies,
        Versioning versioning,
        List<Version> versions) {
    public Api {
        hosts = List.copyOf(hosts);
        policies = List.copyOf(policies);
        versions = List.copyOf(versions);
    }

    /**
     * Where the version is named: {@code path} ({@code /orders/v1/...}), {@code header:NAME}, {@code query:NAME} or
     * {@code media-type} ({@code Accept: application/vnd.x.v1+json} or {@code ;version=v1}).
     */
    public record Versioning(By by, String name) {}

    public enum By {
        PATH,
        HEADER,
        QUERY,
        MEDIA_TYPE
    }

    /** @param isDefault taken when a request names no version */
    public record Version(
            String name,
            Action.Forward to,
            boolean isDefault,
            Optional<LocalDate> deprecated,
            Optional<LocalDate> sunset,
            List<String> policies,
            Optional<Rewrite> rewrite,
            FieldEdits request,
            FieldEdits response) {
        public Version {
            policies = List.copyOf(policies);
        }
    }
}
