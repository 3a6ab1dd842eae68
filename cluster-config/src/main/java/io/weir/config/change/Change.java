package io.weir.config.change;

/** What happens to one named resource. */
public record Change(Kind kind, String name, What what) {
    /** The lists of the document, in its order. */
    public enum Kind {
        LISTENER,
        UPSTREAM,
        POLICY,
        API,
        ROUTE,
        CONSUMER,
        CERTIFICATE,
        /** What is changed is called by its field. */
        DEFAULTS
    }

    /** The three things that can happen. */
    public enum What {
        ADDED,
        CHANGED,
        REMOVED
    }

    /** {@code "route canary: changed"}. */
    @Override
    public String toString() {
        return word(kind) + " " + name + ": " + word(what);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT);
    }
}
