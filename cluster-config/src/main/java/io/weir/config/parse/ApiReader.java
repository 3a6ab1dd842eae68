package io.weir.config.parse;

import io.weir.config.model.Action;
import io.weir.config.model.Adaptation;
import io.weir.config.model.Api;
import io.weir.config.model.Rewrite;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one of {@code apis}. */
final class ApiReader {
    private static final String BY = "path, media-type, header:NAME or query:NAME";
    private static final String VERSIONS = "a list such as [{ name: v1, to: orders }]";

    private ApiReader() {}

    static Api read(Fields fields) {
        String name = fields.reading().names().declare(Names.Kind.API, fields);
        List<String> hosts = RouteReader.hosts(fields);
        String path = fields.required("path", PathPattern::literal, PathPattern.LITERAL, "/");
        List<String> policies = RouteReader.policies(fields);
        Api.Versioning versioning = fields.child("versioning", "a mapping such as { by: path }")
                .map(ApiReader::versioning)
                .orElse(new Api.Versioning(Api.By.PATH, ""));
        Map<String, Place> adapted = new HashMap<>();
        List<Api.Version> versions = AdaptedVersions.resolve(
                versions(fields, path, versioning, adapted),
                adapted,
                fields.reading().mistakes());
        Api api = new Api(name, hosts, path, policies, versioning, versions);
        fields.later("listeners", "methods", "openapi", "timeouts", "retry", "cache", "cors")
                .end();
        fields.reading().checks().api(api, fields);
        return api;
    }

    private static Api.Versioning versioning(Fields fields) {
        Api.Versioning versioning = fields.required("by", ApiReader::by, BY, new Api.Versioning(Api.By.PATH, ""));
        fields.end();
        return versioning;
    }

    private static Optional<Api.Versioning> by(String text) {
        if (text.startsWith("header:")) {
            return Terms.field(text.substring("header:".length())).map(name -> new Api.Versioning(Api.By.HEADER, name));
        }
        if (text.startsWith("query:")) {
            return Terms.queryName(text.substring("query:".length()))
                    .map(name -> new Api.Versioning(Api.By.QUERY, name));
        }
        return switch (text) {
            case "path" -> Optional.of(new Api.Versioning(Api.By.PATH, ""));
            case "media-type" -> Optional.of(new Api.Versioning(Api.By.MEDIA_TYPE, ""));
            default -> Optional.empty();
        };
    }

    private static List<Api.Version> versions(
            Fields fields, String path, Api.Versioning versioning, Map<String, Place> adapted) {
        Set<String> seen = new HashSet<>();
        List<Api.Version> versions = fields.items("versions", VERSIONS, (item, at) -> {
            Fields version = Fields.of(fields.reading(), item, at, "a mapping such as { name: v1, to: orders }");
            return version(version, path, versioning, seen, adapted);
        });
        if (!fields.has("versions")) {
            fields.missing("versions", VERSIONS);
        } else if (versions.isEmpty() && fields.tree("versions") instanceof Tree.Sequence) {
            fields.mistake("versions", "is empty", "at least one version");
        }
        if (versions.stream().filter(Api.Version::isDefault).count() > 1) {
            String expected = "one, or none: then a request that names no version is answered 404";
            fields.mistake("versions", "has more than one default", expected);
        }
        return versions;
    }

    private static Api.Version version(
            Fields fields, String path, Api.Versioning versioning, Set<String> seen, Map<String, Place> adapted) {
        String name = fields.required("name", Terms::name, Terms.NAME, "");
        if (!name.isEmpty() && !seen.add(name)) {
            fields.mistake("name", "there is another version \"" + name + "\"", "each version once");
        }
        Optional<Adaptation> adapt = fields.child("adapt", AdaptationReader.EXPECTED)
                .map(from -> {
                    adapted.put(name, from.place("from"));
                    return AdaptationReader.read(from);
                });
        Action.Forward to = adapt.isPresent() ? AdaptedVersions.NOWHERE : ActionReader.forward(fields);
        if (adapt.isPresent()) {
            AdaptedVersions.refuse(fields, "to");
            AdaptedVersions.refuse(fields, "rewrite");
        }
        boolean isDefault = fields.value("default", Terms::truth, Terms.TRUTH).orElse(false);
        Optional<LocalDate> deprecated = fields.value("deprecated", Terms::date, Terms.DATE);
        Optional<LocalDate> sunset = fields.value("sunset", Terms::date, Terms.DATE);
        if (deprecated.isPresent() && sunset.isPresent() && sunset.get().isBefore(deprecated.get())) {
            fields.mistake("sunset", "is before deprecated", "a date that is not earlier (RFC 8594)");
        }
        Api.Version version = new Api.Version(
                name,
                to,
                isDefault,
                deprecated,
                sunset,
                RouteReader.policies(fields),
                rewrite(fields, path, versioning, name, isDefault),
                FieldEditsReader.read(fields, "request-headers"),
                FieldEditsReader.read(fields, "response-headers"),
                adapt);
        fields.later("timeouts", "retry", "openapi", "metadata").end();
        return version;
    }

    /** A default version in the path is reached without its name too, so only the api's own path may be cut. */
    private static Optional<Rewrite> rewrite(
            Fields fields, String path, Api.Versioning versioning, String name, boolean isDefault) {
        boolean named = versioning.by() == Api.By.PATH && !isDefault && !name.isEmpty();
        String begin = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return ActionReader.rewrite(fields, PathPattern.of(named ? begin + "/" + name + "/**" : begin + "/**"));
    }
}
