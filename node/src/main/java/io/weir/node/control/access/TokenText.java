package io.weir.node.control.access;

import io.weir.node.state.AdminRole;
import io.weir.node.state.AdminTokens.Token;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A token as it is kept: the hash of its secret, role, when, until when, by whom, name, with tabs between. */
final class TokenText {
    private static final int PARTS = 6;

    private TokenText() {}

    /** @param digest SHA-256 of the secret */
    record Stored(Token token, byte[] digest) {}

    static String of(Token token, byte[] digest) {
        return String.join(
                "\t",
                HexFormat.of().formatHex(digest),
                token.role().word(),
                Long.toString(token.created().toEpochMilli()),
                token.expires().map(at -> Long.toString(at.toEpochMilli())).orElse(""),
                token.by(),
                token.name());
    }

    /** Null when it is none that this version knows. */
    static @Nullable Stored parse(String id, String text) {
        String[] parts = text.split("\t", PARTS);
        try {
            AdminRole role = AdminRole.of(parts[1]).orElseThrow(() -> new IllegalArgumentException(parts[1]));
            Optional<Instant> expires =
                    parts[3].isEmpty() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(Long.parseLong(parts[3])));
            Instant created = Instant.ofEpochMilli(Long.parseLong(parts[2]));
            byte[] digest = HexFormat.of().parseHex(parts[0]);
            return new Stored(new Token(id, parts[5], role, created, expires, parts[4], Optional.empty()), digest);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return null;
        }
    }
}
