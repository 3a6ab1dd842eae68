package io.weir.node.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.japi.Pair;

/**
 * One request, found and let in.
 *
 * @param path what stands for the names in braces of the resource's path, decoded
 */
record Call(HttpRequest request, Map<String, String> path, Caller caller, Attempt attempt) {
    /** The segment that the resource's path names; it is always there. */
    String segment(String name) {
        return path.getOrDefault(name, "");
    }

    /** Refuses query parameters that the resource does not have. */
    void allowQuery(String... names) {
        List<String> known = List.of(names);
        for (Pair<String, String> parameter : parameters()) {
            if (!known.contains(parameter.first())) {
                String expected = known.isEmpty() ? "no query" : String.join(", ", known);
                throw Refusal.badRequest(parameter.first(), "There is no such query parameter.", expected);
            }
        }
    }

    /** The first value. */
    Optional<String> query(String name) {
        return parameters().stream()
                .filter(parameter -> parameter.first().equals(name))
                .map(Pair::second)
                .findFirst();
    }

    String requiredQuery(String name, String expected) {
        return query(name)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> Refusal.badRequest(name, "The query parameter is missing.", expected));
    }

    boolean flag(String name) {
        String value = query(name).orElse("false");
        if (!value.equals("true") && !value.equals("false")) {
            throw Refusal.badRequest(name, "\"" + value + "\" is neither.", "true or false");
        }
        return value.equals("true");
    }

    int number(String name, int from, int to, int standard) {
        Optional<String> value = query(name);
        if (value.isEmpty()) {
            return standard;
        }
        String expected = "a whole number from " + from + " to " + to;
        try {
            int number = Integer.parseInt(value.get());
            if (number >= from && number <= to) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw Refusal.badRequest(name, "\"" + value.get() + "\" is none.", expected);
    }

    Optional<String> header(String name) {
        return request.getHeader(name).map(HttpHeader::value);
    }

    private List<Pair<String, String>> parameters() {
        try {
            return request.getUri().query().toList();
        } catch (RuntimeException e) {
            throw Refusal.badRequest("query", "The query cannot be decoded.", "NAME=VALUE&…, percent-encoded");
        }
    }
}
