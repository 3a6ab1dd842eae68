package io.weir.config.model;

/**
 * What of a request names the caller: {@code consumer}, {@code address}, {@code header:NAME}, {@code query:NAME},
 * {@code path:PARAMETER}, {@code claim:NAME}, {@code route} (one key for the whole route).
 *
 * @param name field, query or path parameter, claim; empty for the others
 */
public record RequestKey(Kind kind, String name) {
    public enum Kind {
        CONSUMER,
        ADDRESS,
        HEADER,
        QUERY,
        PATH,
        CLAIM,
        ROUTE
    }

    @Override
    public String toString() {
        String word = kind.name().toLowerCase(java.util.Locale.ROOT);
        return name.isEmpty() ? word : word + ":" + name;
    }
}
