package io.weir.protocol.cluster;

/**
 * The numbers of a limit, as they travel with its keys: an owner knows a limit by what it is asked for.
 *
 * @param whenOwnerLost {@code share}, {@code deny} or {@code admit}
 */
public record LimitTerms(String name, double ratePerSecond, long burst, String whenOwnerLost) {}
