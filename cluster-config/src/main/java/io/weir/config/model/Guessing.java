package io.weir.config.model;

import java.time.Duration;

/**
 * How many wrong credentials are listened to before guessing is slowed.
 *
 * @param failures for one name from one address, 1 to 10,000; a name from everywhere and an address have ten times that
 * @param per the time in which so many are forgiven, from a second to a day
 */
public record Guessing(int failures, Duration per) {
    public static final Guessing DEFAULT = new Guessing(10, Duration.ofMinutes(1));
}
