package io.weir.node.filter.cache;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What one node's cache asks another's besides the request itself; one field of it.
 *
 * @param from the member that asks
 * @param flight what it is for there; of a pull, what is wanted of here
 * @param print of the policy: nodes whose policies say different things have nothing for each other
 */
record PeerAsk(
        Kind kind,
        String from,
        long flight,
        boolean secure,
        String policy,
        String print,
        String route,
        String discriminator) {
    private static final int PARTS = 8;

    /** Why. */
    enum Kind {
        /** Whether the owner has it, or will. */
        ASK,
        /** The owner wants what the other has begun to fetch. */
        PULL
    }

    String text() {
        return String.join(
                ".",
                kind == Kind.ASK ? "ask" : "pull",
                coded(from),
                Long.toString(flight),
                secure ? "s" : "p",
                coded(policy),
                print,
                coded(route),
                coded(discriminator));
    }

    /** Null: it is not understood. */
    static @Nullable PeerAsk parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != PARTS) {
            return null;
        }
        try {
            return new PeerAsk(
                    parts[0].equals("pull") ? Kind.PULL : Kind.ASK,
                    plain(parts[1]),
                    Long.parseLong(parts[2]),
                    parts[3].equals("s"),
                    plain(parts[4]),
                    parts[5],
                    plain(parts[6]),
                    plain(parts[7]));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static String coded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String plain(String coded) {
        return new String(Base64.getUrlDecoder().decode(coded), StandardCharsets.UTF_8);
    }
}
