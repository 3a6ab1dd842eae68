package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What precedes the paths of a description, by its {@code servers}. */
final class ServerPath {
    private static final String HOW = "; say base-path in the policy";

    private ServerPath() {}

    /** Empty, or a path without a slash at its end. */
    static String of(ObjectNode document) throws SchemaException {
        JsonNode servers = document.path("servers");
        String found = null;
        for (int i = 0; i < servers.size(); i++) {
            String pointer = Pointers.child(Pointers.child("/servers", i), "url");
            String path = path(servers.get(i).path("url").asText(), pointer);
            if (found != null && !found.equals(path)) {
                throw new SchemaException(pointer, "has another path than the server before" + HOW);
            }
            found = path;
        }
        return found == null ? "" : found;
    }

    private static String path(String url, String pointer) throws SchemaException {
        int authority = url.indexOf("://");
        int slash = authority < 0 ? (url.startsWith("/") ? 0 : -1) : url.indexOf('/', authority + 3);
        if (authority < 0 && slash < 0) {
            throw new SchemaException(pointer, "is neither a URL nor a path" + HOW);
        }
        String path = slash < 0 ? "" : url.substring(slash);
        if (path.indexOf('{') >= 0 || path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
            throw new SchemaException(pointer, "has a path that is not fixed" + HOW);
        }
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
