package io.weir.node.dataplane.exchange;

import io.weir.protocol.http.FieldName;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks into the lines that filters have added to a request: blocks of {@code Name: value\r\n}, which are never modified. */
final class AddedLines {
    private AddedLines() {}

    /** The value, several with a comma between; null when there is none. */
    static @Nullable String find(List<byte[]> blocks, FieldName name) {
        String found = null;
        for (byte[] block : blocks) {
            for (int start = 0; start < block.length; start = end(block, start)) {
                int colon = colon(block, start);
                if (name.matches(block, start, colon)) {
                    String value = new String(
                                    block, colon + 1, end(block, start) - colon - 1, StandardCharsets.ISO_8859_1)
                            .strip();
                    found = found == null ? value : found + ", " + value;
                }
            }
        }
        return found;
    }

    /** Takes the field's lines out. */
    static void drop(List<byte[]> blocks, FieldName name) {
        for (int i = 0; i < blocks.size(); i++) {
            byte[] block = blocks.get(i);
            ByteArrayOutputStream kept = new ByteArrayOutputStream(block.length);
            for (int start = 0; start < block.length; start = end(block, start)) {
                if (!name.matches(block, start, colon(block, start))) {
                    kept.write(block, start, end(block, start) - start);
                }
            }
            if (kept.size() < block.length) {
                blocks.set(i, kept.toByteArray());
            }
        }
    }

    private static int colon(byte[] block, int start) {
        int at = start;
        while (at < block.length && block[at] != ':') {
            at++;
        }
        return at;
    }

    private static int end(byte[] block, int start) {
        int at = start;
        while (at < block.length && block[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, block.length);
    }
}
