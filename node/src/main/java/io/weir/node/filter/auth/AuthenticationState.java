package io.weir.node.filter.auth;

import io.weir.config.model.Guessing;
import io.weir.node.filter.CompilerPorts;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.Limiters;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What authentication keeps from one revision to the next: passwords that were checked lately,
 * and who guesses. Thread-safe. */
public final class AuthenticationState {
    /** Signatures that wait: about a second of work on one core (ECDSA and Ed25519 take half a millisecond). */
    private static final int MOST_WAITING = 2_000;

    private final PasswordChecks passwords;
    private final BoundedWork signatures;
    private final Limiters limiters;
    private final Map<Guessing, Guesses> guesses = new ConcurrentHashMap<>();

    public AuthenticationState(CompilerPorts ports) {
        passwords = new PasswordChecks(ports.workers());
        signatures = new BoundedWork(ports.workers(), Runtime.getRuntime().availableProcessors(), MOST_WAITING);
        limiters = ports.limiters();
    }

    PasswordChecks passwords() {
        return passwords;
    }

    /** Where what takes too long for a loop about signed requests is done. */
    BoundedWork signatures() {
        return signatures;
    }

    /** The same for all policies with the same terms: whoever guesses at one has guessed at all. */
    Guesses guesses(Optional<Guessing> terms) {
        return terms.map(some -> guesses.computeIfAbsent(some, one -> Guesses.of(one, limiters)))
                .orElse(Guesses.NOT_COUNTED);
    }
}
