package io.weir.node.filter;

import io.weir.config.model.Api;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the answers of an api's version say about its age: {@code Deprecation} (RFC 9745), {@code Sunset} (RFC 8594) and
 * a {@code Link} to the successor (RFC 5829). Dates begin at midnight UTC.
 */
final class VersionNotices {
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private VersionNotices() {}

    /** Ready field lines; empty for a version that is neither deprecated nor about to end. */
    static byte[] lines(Api api, Api.Version version) {
        StringBuilder lines = new StringBuilder();
        version.deprecated().ifPresent(date -> lines.append("Deprecation: @")
                .append(date.atStartOfDay(ZoneOffset.UTC).toEpochSecond())
                .append("\r\n"));
        version.sunset()
                .ifPresent(
                        date -> lines.append("Sunset: ").append(httpDate(date)).append("\r\n"));
        if (!lines.isEmpty()) {
            successor(api, version).ifPresent(next -> lines.append("Link: <")
                    .append(place(api, next))
                    .append(">; rel=\"successor-version\"\r\n"));
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static String httpDate(LocalDate date) {
        return HTTP_DATE.format(date.atStartOfDay(ZoneOffset.UTC));
    }

    /** The default version, else the next one that is not deprecated. */
    static Optional<Api.Version> successor(Api api, Api.Version version) {
        List<Api.Version> versions = api.versions();
        List<Api.Version> later = versions.subList(versions.indexOf(version) + 1, versions.size());
        return versions.stream()
                .filter(Api.Version::isDefault)
                .findFirst()
                .filter(other -> !other.equals(version))
                .or(() -> later.stream()
                        .filter(other -> other.deprecated().isEmpty())
                        .findFirst());
    }

    /** Where the successor is reached; a version in a header or a media type has no place of its own. */
    private static String place(Api api, Api.Version version) {
        String path = api.path();
        return switch (api.versioning().by()) {
            case PATH -> versionPath(api, version);
            case QUERY -> path + "?" + api.versioning().name() + "=" + version.name();
            case HEADER, MEDIA_TYPE -> path;
        };
    }

    /** {@code /orders/v1} */
    static String versionPath(Api api, Api.Version version) {
        return begin(api) + "/" + version.name();
    }

    /** The api's path without a slash at its end. */
    static String begin(Api api) {
        String path = api.path();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
