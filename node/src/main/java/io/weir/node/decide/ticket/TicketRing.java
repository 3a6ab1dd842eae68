package io.weir.node.decide.ticket;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The keys of TLS session tickets that the nodes share, and what time makes of them. A key issues for {@link #ISSUES} and opens
 * until {@link #OPENS} have passed; whoever gets hold of it can read connections that were resumed with it, so none lives
 * longer. A new key issues only after {@link #SPREADS}: by then all nodes have it, and open what one of them issues.
 * Immutable.
 *
 * @param keys the newest first
 */
public record TicketRing(List<Key> keys) {
    public static final TicketRing EMPTY = new TicketRing(List.of());

    public static final Duration ISSUES = Duration.ofHours(8);
    public static final Duration OPENS = Duration.ofHours(24);

    /** Gossip takes a second or two; the nodes' clocks may differ by the rest. */
    public static final Duration SPREADS = Duration.ofSeconds(30);

    private static final int SECRET_BYTES = 48;

    public TicketRing {
        keys = keys.stream()
                .sorted(Comparator.comparingLong(Key::madeMillis).reversed())
                .toList();
    }

    /**
     * One key.
     *
     * @param madeMillis Unix time
     * @param secret name, HMAC key and AES key, 16 bytes each; not to be modified
     */
    public record Key(long madeMillis, byte[] secret) {
        public Key {
            if (secret.length != SECRET_BYTES) {
                throw new IllegalArgumentException("a ticket key has " + SECRET_BYTES + " bytes");
            }
        }

        @Override
        public String toString() {
            return "a ticket key of " + madeMillis;
        }
    }

    /** Whether a key is to be made. One that is dated in the future, by a clock that is ahead, does not hold it up for ever. */
    public boolean isDue(long nowMillis) {
        return keys.isEmpty() || Math.abs(nowMillis - keys.get(0).madeMillis()) >= ISSUES.toMillis();
    }

    /** With a key of now, and without those that are too old. */
    public TicketRing with(byte[] secret, long nowMillis) {
        List<Key> next = new ArrayList<>();
        next.add(new Key(nowMillis, secret));
        for (Key key : keys) {
            if (Math.abs(nowMillis - key.madeMillis()) < OPENS.toMillis()) {
                next.add(key);
            }
        }
        return new TicketRing(next);
    }

    /** Those that still open tickets. */
    public List<Key> opening(long nowMillis) {
        return keys.stream()
                .filter(key -> nowMillis - key.madeMillis() < OPENS.toMillis())
                .toList();
    }

    /** The one that issues tickets: the newest that all nodes have had time to get, or the oldest when there is none. */
    public Optional<Key> issuing(long nowMillis) {
        List<Key> opening = opening(nowMillis);
        Optional<Key> spread = opening.stream()
                .filter(key -> nowMillis - key.madeMillis() >= SPREADS.toMillis())
                .findFirst();
        return spread.isPresent() || opening.isEmpty() ? spread : Optional.of(opening.get(opening.size() - 1));
    }

    /** As text: {@code MADE:SECRET,…}. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Key key : keys) {
            text.append(text.isEmpty() ? "" : ",")
                    .append(key.madeMillis())
                    .append(':')
                    .append(Base64.getEncoder().encodeToString(key.secret()));
        }
        return text.toString();
    }

    /** @throws IllegalArgumentException unless {@link #text} made it */
    public static TicketRing parse(String text) {
        List<Key> keys = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String one : text.split(",", -1)) {
                int colon = one.indexOf(':');
                keys.add(new Key(
                        Long.parseLong(one.substring(0, colon)),
                        Base64.getDecoder().decode(one.substring(colon + 1))));
            }
        }
        return new TicketRing(keys);
    }

    @Override
    public String toString() {
        return keys.size() + " ticket keys";
    }
}
