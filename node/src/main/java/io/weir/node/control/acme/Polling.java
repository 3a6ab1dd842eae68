package io.weir.node.control.acme;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.exception.AcmeException;

/** Asks a server again and again what has become of something, more and more rarely, or when it says. Blocks. */
final class Polling {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration MOST_ASKED = Duration.ofSeconds(30);

    private Polling() {}

    /** One of {@code ends}, or what it was last at {@code bound}. */
    static Status until(PollableResource resource, Set<Status> ends, Instant bound)
            throws AcmeException, InterruptedException {
        if (Thread.interrupted()) {
            // Nothing else may have waited long enough to notice it.
            throw new InterruptedException();
        }
        Duration pause = FIRST;
        while (!ends.contains(resource.getStatus()) && Instant.now().isBefore(bound)) {
            Thread.sleep(pause.toMillis());
            Instant now = Instant.now();
            Instant asked = resource.fetch().orElse(now);
            pause = shorter(pause.multipliedBy(2), LONGEST);
            Duration wanted = shorter(Duration.between(now, asked), MOST_ASKED);
            pause = wanted.compareTo(pause) > 0 ? wanted : pause;
        }
        return resource.getStatus();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
