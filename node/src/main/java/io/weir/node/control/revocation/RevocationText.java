package io.weir.node.control.revocation;

import io.weir.node.state.RevocationDesk.Revocation;
import io.weir.node.state.Revocations.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A revocation as it is kept: kind, value, when, until when, by whom, with tabs between. */
final class RevocationText {
    private static final int PARTS = 5;
    private static final int ID_BYTES = 12;

    private RevocationText() {}

    /** 24 hex digits that follow from what is revoked: revoking the same again changes one entry. */
    static String id(Kind kind, String value) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((kind.name() + '\t' + value).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String of(Revocation revocation) {
        return String.join(
                "\t",
                revocation.kind().name(),
                revocation.value(),
                Long.toString(revocation.at().toEpochMilli()),
                revocation.expires().map(at -> Long.toString(at.toEpochMilli())).orElse(""),
                revocation.by());
    }

    /** Null when it is none that this version knows. */
    static @Nullable Revocation parse(String id, String text) {
        String[] parts = text.split("\t", PARTS);
        try {
            return new Revocation(
                    id,
                    Kind.valueOf(parts[0]),
                    parts[1],
                    Instant.ofEpochMilli(Long.parseLong(parts[2])),
                    parts[3].isEmpty() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(Long.parseLong(parts[3]))),
                    parts[4]);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return null;
        }
    }
}
