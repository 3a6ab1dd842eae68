package io.weir.node.filter.adapt;

import io.weir.config.model.Api;
import io.weir.config.model.Rewrite;
import java.util.Optional;

/** How the version that a client names is named to the backend, and back. Immutable. */
final class VersionNaming {
    private final Api.Versioning versioning;
    private final String begin;
    private final String own;
    private final String other;
    private final Optional<Rewrite> rewrite;

    /**
     * @param own the version that clients ask for
     * @param other the one that they get
     */
    VersionNaming(Api api, Api.Version own, Api.Version other) {
        this.versioning = api.versioning();
        String path = api.path();
        this.begin = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        this.own = own.name();
        this.other = other.name();
        this.rewrite = other.rewrite();
    }

    Api.By by() {
        return versioning.by();
    }

    /** Of the field, or of the query's parameter, that has the version. */
    String name() {
        return versioning.name();
    }

    String other() {
        return other;
    }

    String own() {
        return own;
    }

    /** What a client's path has behind the version, or behind the api's path where it is named elsewhere or not at all. */
    String rest(String path) {
        String named = begin + "/" + own;
        if (versioning.by() == Api.By.PATH && isUnder(path, named)) {
            return path.substring(named.length());
        }
        return isUnder(path, begin) ? path.substring(begin.length()) : path;
    }

    private static boolean isUnder(String path, String prefix) {
        return path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }

    /** The path as the backend would have it of the other version's clients. */
    String path(String rest) {
        String path = versioning.by() == Api.By.PATH ? begin + "/" + other + rest : begin + rest;
        return rewrite.map(rule -> rewritten(path, rule)).orElse(path.isEmpty() ? "/" : path);
    }

    private static String rewritten(String path, Rewrite rule) {
        String rest = path.substring(Math.min(rule.prefix().length(), path.length()));
        String replacement = rule.replacement();
        String joined = replacement.endsWith("/") && rest.startsWith("/")
                ? replacement + rest.substring(1)
                : replacement + rest;
        return joined.startsWith("/") ? joined : "/" + joined;
    }

    /** The query with the other version, where it is named there. */
    String query(String query) {
        return versioning.by() == Api.By.QUERY ? query(query, other) : query;
    }

    private String query(String query, String version) {
        StringBuilder out = new StringBuilder();
        for (String parameter : query.split("&", -1)) {
            if (!parameter.isEmpty() && !parameter.startsWith(versioning.name() + "=")) {
                out.append(out.isEmpty() ? "" : "&").append(parameter);
            }
        }
        return out.append(out.isEmpty() ? "" : "&")
                .append(versioning.name())
                .append('=')
                .append(version)
                .toString();
    }

    /** Media types (of {@code Accept}, {@code Content-Type}) as the backend is to see them. */
    String mediaTypes(String types) {
        return MediaVersions.renamed(types, own, other);
    }

    /** And as the client is. */
    String ownMediaTypes(String types) {
        return MediaVersions.renamed(types, other, own);
    }

    /** An address in an answer (RFC 9110 §10.2.2): one of the other version is the client's version's. */
    String location(String address) {
        int authority = address.indexOf("://");
        int start = authority < 0 ? 0 : address.indexOf('/', authority + 3);
        if (start < 0) {
            return address;
        }
        int end = address.length();
        for (int i = start; i < end; i++) {
            if (address.charAt(i) == '?' || address.charAt(i) == '#') {
                end = i;
            }
        }
        String path = address.substring(start, end);
        return switch (versioning.by()) {
            case PATH -> {
                String named = begin + "/" + other;
                yield isUnder(path, named)
                        ? address.substring(0, start) + begin + "/" + own + address.substring(start + named.length())
                        : address;
            }
            case QUERY -> {
                String query = versioning.name() + "=" + other;
                int at = address.indexOf(query, end);
                boolean whole = at > 0
                        && "?&".indexOf(address.charAt(at - 1)) >= 0
                        && (at + query.length() == address.length()
                                || "&#".indexOf(address.charAt(at + query.length())) >= 0);
                yield whole && isUnder(path, begin)
                        ? address.substring(0, at) + versioning.name() + "=" + own
                                + address.substring(at + query.length())
                        : address;
            }
            case HEADER, MEDIA_TYPE -> address;
        };
    }
}
