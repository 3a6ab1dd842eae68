package io.weir.node.control.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.protocol.admin.AuditReport.Entry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An entry as a line of JSON. Its last field is the hash of all that is before that field, and that names the hash of the
 * node's entry before: who changes or takes out a line has to change all that follow, on every node.
 */
final class AuditLine {
    /** What the first entry of a node follows. */
    static final String NOTHING = "0".repeat(64);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HASH = ",\"hash\":\"";
    private static final int END_LENGTH = HASH.length() + 64 + 2;

    private AuditLine() {}

    /** @param entry without a hash */
    static String of(Entry entry) {
        try {
            String text = JSON.writeValueAsString(entry);
            String body = text.substring(0, text.length() - 1);
            return body + HASH + sha256(body) + "\"}";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of values are always JSON", e);
        }
    }

    /** Empty when it is no entry, or not as it was written. */
    static Optional<Entry> read(String line) {
        try {
            Entry entry = JSON.readValue(line, Entry.class);
            int end = line.length() - END_LENGTH;
            boolean whole = end > 0 && line.startsWith(HASH, end);
            return whole && sha256(line.substring(0, end)).equals(entry.hash()) ? Optional.of(entry) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The number, from 0, of the first line that is not as it was written or does not follow the one before; or -1. */
    static int firstBroken(List<String> lines) {
        String previous = "";
        for (int i = 0; i < lines.size(); i++) {
            Optional<Entry> entry = read(lines.get(i));
            if (entry.isEmpty()
                    || !previous.isEmpty() && !entry.get().previous().equals(previous)) {
                return i;
            }
            previous = entry.get().hash();
        }
        return -1;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
