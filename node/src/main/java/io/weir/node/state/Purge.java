package io.weir.node.state;

/**
 * What is to be dropped from all caches.
 *
 * @param value a URL, the beginning of one, or a tag; empty for everything
 */
public record Purge(Kind kind, String value) {
    /** By what it is found. */
    public enum Kind {
        URL,
        PREFIX,
        TAG,
        ALL
    }
}
