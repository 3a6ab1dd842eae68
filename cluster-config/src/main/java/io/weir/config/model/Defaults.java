package io.weir.config.model;

/**
 * What goes for everything that does not say otherwise.
 *
 * @param deniesWithoutRule a route without an authorize policy lets nobody pass
 */
public record Defaults(boolean deniesWithoutRule) {
    public static final Defaults NONE = new Defaults(false);
}
