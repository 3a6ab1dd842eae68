package io.weir.config.model;

import java.time.LocalDate;
import java.util.ArrayList;
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

    /**
     * @param to of an adaptation: that of the version at the end of its chain
     * @param isDefault taken when a request names no version
     * @param adapt how it is made of another version; empty: it is one of its own
     */
    public record Version(
            String name,
            Action.Forward to,
            boolean isDefault,
            Optional<LocalDate> deprecated,
            Optional<LocalDate> sunset,
            List<String> policies,
            Optional<Rewrite> rewrite,
            FieldEdits request,
            FieldEdits response,
            Optional<Adaptation> adapt) {
        public Version {
            policies = List.copyOf(policies);
        }

        /** The same with other targets. */
        public Version to(Action.Forward targets) {
            return new Version(
                    name, targets, isDefault, deprecated, sunset, policies, rewrite, request, response, adapt);
        }
    }

    /**
     * The versions from {@code version}, each an adaptation of the next one, to one of its own, which is the last.
     *
     * @param version one of {@link #versions}; no cycle begins there
     */
    public List<Version> chain(Version version) {
        List<Version> chain = new ArrayList<>();
        Optional<Version> next = Optional.of(version);
        while (next.isPresent()) {
            chain.add(next.get());
            next = next.get().adapt().flatMap(adaptation -> version(adaptation.from()));
        }
        return chain;
    }

    /** By its name. */
    public Optional<Version> version(String byName) {
        return versions.stream().filter(one -> one.name().equals(byName)).findFirst();
    }
}
